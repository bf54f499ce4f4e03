"""Planning: the year's rounds of plans and estimates, their appraisal and approval, what was spent; yearly reviews of documents; inspections.

It owns rounds, lines, estimates and their amendments. An approved line becomes work by itself; money is Decimal đồng. It refuses to change what
was approved: a change is an amendment with its reason.
"""
