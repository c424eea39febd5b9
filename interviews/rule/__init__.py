"""The decision rule itself: what ratings say about hypotheses and bars, and what the rule costs. Free of Django.

It is a folder below plans and decisions because both need it: plans to price what is planned, decisions to compute.

    terms      the words the rule is written in: hypothesis, bar, rating, the role's parameters
    strengths  one hypothesis and its ratings → its state
    bars       one minimum bar and its ratings → its state
    outcome    all of them → hire signal, no, or more evidence needed, in words
    cost       how often the rule turns away somebody who truly meets every bar
"""
