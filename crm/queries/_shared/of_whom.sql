[params.branch]
type = "branch"
[params.source]
type = "source"
[params.sales_person]
type = "sales_person"
