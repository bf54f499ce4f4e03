"""The corrections desk: what the public and the press desk report as inaccurate → evidence → signed public answer, with a log of all changes.

Owns cases, their evidence, offers of a reply, texts, and the append-only log. Its subject is a statement of fact in a published item. An opinion or a
criticism becomes correspondence with an answer and a clock: nobody can give it a verdict. No person or outlet is listed, counted or scored.
"""
