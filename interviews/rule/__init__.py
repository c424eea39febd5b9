"""The decision rule itself: what ratings say about hypotheses and bars, and what the rule costs. Free of Django.

It is a folder below plans and decisions because both need it: plans to price what is planned, decisions to compute.

    terms        the words the rule is written in: hypothesis, bar, rating, the role's parameters
    strengths    one hypothesis and its ratings → its state
    bars         one minimum bar and its ratings → its state
    outcome      all of them → hire signal, no, or more evidence needed, in words
    reliability  how far one rating can be trusted, and what one more adds
    cost         how often the rule turns away somebody who truly meets every bar
    policies     the ways in which a role can treat its bars, each with its price
"""
