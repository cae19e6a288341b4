"""What a job brought and cost. Pure.

Source: job costing of any text (Horngren, Cost Accounting, ch. 4): gross margin = revenue - direct labour - direct parts and other
direct costs; net = gross - overhead, which is allocated by billable hours: by revenue it would misjudge installations against service.

`labor_cost` of a call is what the customer is charged (50 to 100 dollars an hour), and is no cost: labour costs what technicians
are paid, with the employer's burden. The query of job costs puts these to work.
"""

from __future__ import annotations

from decimal import Decimal

# Payroll taxes and insurance on top of pay; FICA alone is 7.65 %. The sheet gives 25 to 35 %.
BURDEN = Decimal("0.30")
# Parts as issued, at cost, that exceed what calls state by more than this factor over the whole company cannot be their cost.
MOST_PARTS = Decimal(2)
