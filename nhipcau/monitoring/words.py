"""What went wrong, in words for people."""

from __future__ import annotations

from django.utils.translation import gettext as _


def said_of_feed(code: str) -> str:
    """For the code of a ``BadFeed``."""
    return {
        "empty": _("The address answers with nothing. Check that it is still the feed's address."),
        "too_large": _("The feed is larger than 10 MB and was not read. Ask the publisher for a shorter one."),
        "page": _("This is a web page and no feed. Look on it for a link named RSS, or add it as a list page."),
        "not_a_feed": _("This is no feed that can be read (RSS, Atom, RDF or JSON Feed)."),
        "broken_json": _("The JSON feed is broken and cannot be read. The publisher has to mend it."),
        "not_a_sitemap": _(
            "This is no sitemap. Its address usually ends in sitemap.xml and stands in the site's robots.txt."
        ),
        "no_links": _(
            "No links to articles were found on the page. Say in the source which part of an address they share."
        ),
    }[code]


def said_of_fault(code: str) -> str:
    """For the code of a source's or an article's fault: a ``BadFeed``'s, a ``FetchError``'s or one of reading; "" for none."""
    if not code:
        return ""
    said = _of_fetching() | _of_reading()
    if code in said:
        return said[code]
    try:
        return said_of_feed(code)
    except KeyError:
        return _("It failed for a reason that the program does not know. The server's log says more.")


def _of_fetching() -> dict[str, str]:
    return {
        "bad_address": _("The address is no address of the web. Correct it."),
        "forbidden_address": _(
            "The address leads into an internal network and was not opened. Only the public web is read."
        ),
        "unknown_host": _("The site's name is not known (any more). Check the address; it may have moved."),
        "unreachable": _("The site does not answer. It is tried again later by itself."),
        "not_secure": _("The site's certificate is not valid, so nothing was read. The publisher has to renew it."),
        "too_slow": _("The site answered too slowly and was left. It is tried again later by itself."),
        "too_many_redirects": _(
            "The address leads from one place to the next without end. Find its present address."
        ),
        "broken": _("The site's answer broke off or could not be unpacked. It is tried again later by itself."),
        "not_found": _("There is nothing at this address (404). Find its present address."),
        "gone": _(
            "The publisher says that this is gone for good (410). Find its present address or stop the source."
        ),
        "refused": _(
            "The site refuses to be read without signing in or permission. Title and link are kept; ask the publisher."
        ),
        "mailbox_login": _(
            "The mailbox does not let the program in. Check host, name and password in NHIPCAU_IMAP on the server."
        ),
        "mailbox_folder": _("There is no such folder in the mailbox. Check the address after the host."),
        "asked_to_wait": _("The site asked to be left alone for a while. It is tried again when it said."),
        "server": _("The site has trouble of its own (5xx). It is tried again later by itself."),
        "robots": _(
            "The site's robots.txt asks programs not to read this, and it was not read. Ask the publisher, or read it by hand."
        ),
        "robots_unknown": _(
            "The site's robots.txt could not be read, so nothing else was. It is tried again later by itself."
        ),
        "odd": _("The site answered in a way that says nothing. It is tried again later by itself."),
    }


def _of_reading() -> dict[str, str]:
    return {
        "not_a_page": _("The link leads to a file and no web page. Bring it as a clipping if it matters."),
        "no_article": _("No article was found in the page."),
        "lead_only": _(
            "Behind a paywall, or left alone at the publisher's request: only title, link and lead are kept."
        ),
        "secrecy": _("The page bears a secrecy mark. Nothing of its text was kept."),
    }


def said_of_mail(code: str) -> str:
    """For the code of a mail that could not be read."""
    return {
        "mail_breaks_off": _("The mailbox breaks off the connection while this mail is taken out."),
        "mail_refused": _("The mailbox does not give this mail out."),
    }.get(code) or _("The mail is built in a way that the program cannot read. The server's log says more.")


def said_of_hearing(code: str) -> str:
    """For the code of a recording: why the machine hears nothing, or no more; "" for none."""
    if not code:
        return ""
    return {
        "none": _("No speech recogniser is set up on this server. Type or paste the words, or bring captions."),
        "language": _("The recogniser of this server does not hear this language. Type or paste the words."),
        "no_decoder": _(
            "FFmpeg is not installed on this server, so only WAV files can be heard. Save the recording as WAV, or type its words; or ask for:"
            " apt install ffmpeg."
        ),
        "damaged": _("The sound in the file cannot be read. Export it again, or type its words."),
        "no_sound": _("The film has no sound."),
        "too_slow": _("Taking the sound out took too long. Try again later, or bring the sound alone as WAV."),
        "silence": _("Nobody was heard speaking. Type the words if somebody does."),
        "slow": _("The recogniser does not answer. Go on later: it begins where it stopped."),
        "crashed": _("The recogniser ended again and again. Go on later: it begins where it stopped."),
        "stopped": _("Stopped. It can go on where it stopped."),
        "gone": _("The file is no longer in the storage. Restore it from a backup."),
    }.get(code) or _("Hearing failed for a reason that the program does not know. The server's log says more.")
