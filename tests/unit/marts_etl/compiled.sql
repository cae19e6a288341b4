-- invoices
SELECT ben002.[InvoiceReg].[InvoiceNo], ben002.[InvoiceReg].[InvoiceDate], ben002.[InvoiceReg].[BillTo], ben002.[InvoiceReg].[BillToName], ben002.[InvoiceReg].[ShipTo], ben002.[InvoiceReg].[SerialNo], ben002.[InvoiceReg].[WONo], ben002.[InvoiceReg].[LaborTaxable], ben002.[InvoiceReg].[LaborNonTax], ben002.[InvoiceReg].[LaborCost], ben002.[InvoiceReg].[PartsTaxable], ben002.[InvoiceReg].[PartsNonTax], ben002.[InvoiceReg].[PartsCost], ben002.[InvoiceReg].[RentalTaxable], ben002.[InvoiceReg].[RentalNonTax], ben002.[InvoiceReg].[RentalCost], ben002.[InvoiceReg].[EquipmentTaxable], ben002.[InvoiceReg].[EquipmentNonTax], ben002.[InvoiceReg].[EquipmentCost], ben002.[InvoiceReg].[MiscTaxable], ben002.[InvoiceReg].[MiscNonTax], ben002.[InvoiceReg].[MiscCost], ben002.[InvoiceReg].[TotalTax], ben002.[InvoiceReg].[GrandTotal]
FROM ben002.[InvoiceReg]
WHERE ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-11-01' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-12-01' AS DATE)

-- rental_invoices
SELECT ben002.[InvoiceReg].[InvoiceNo], ben002.[InvoiceReg].[InvoiceDate], ben002.[InvoiceReg].[BillTo], ben002.[InvoiceReg].[BillToName], ben002.[InvoiceReg].[ShipTo], ben002.[InvoiceReg].[SerialNo], ben002.[InvoiceReg].[WONo], ben002.[InvoiceReg].[LaborTaxable], ben002.[InvoiceReg].[LaborNonTax], ben002.[InvoiceReg].[LaborCost], ben002.[InvoiceReg].[PartsTaxable], ben002.[InvoiceReg].[PartsNonTax], ben002.[InvoiceReg].[PartsCost], ben002.[InvoiceReg].[RentalTaxable], ben002.[InvoiceReg].[RentalNonTax], ben002.[InvoiceReg].[RentalCost], ben002.[InvoiceReg].[EquipmentTaxable], ben002.[InvoiceReg].[EquipmentNonTax], ben002.[InvoiceReg].[EquipmentCost], ben002.[InvoiceReg].[MiscTaxable], ben002.[InvoiceReg].[MiscNonTax], ben002.[InvoiceReg].[MiscCost], ben002.[InvoiceReg].[TotalTax], ben002.[InvoiceReg].[GrandTotal]
FROM ben002.[InvoiceReg]
WHERE ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-11-01' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-12-01' AS DATE) AND (coalesce(ben002.[InvoiceReg].[RentalTaxable], 0) != 0 OR coalesce(ben002.[InvoiceReg].[RentalNonTax], 0) != 0)

-- work_orders
SELECT ben002.[WO].[WONo], ben002.[WO].[Type], ben002.[WO].[BillTo], ben002.[WO].[ShipTo], ben002.[WO].[UnitNo], ben002.[WO].[SerialNo], ben002.[WO].[LaborRate], ben002.[WO].[OpenDate], ben002.[WO].[CompletedDate], ben002.[WO].[ClosedDate], ben002.[WO].[DeletionTime], ben002.[WO].[LaborDiscount]
FROM ben002.[WO]
WHERE ben002.[WO].[WONo] NOT LIKE '9%' AND ben002.[WO].[DeletionTime] IS NULL AND ben002.[WO].[OpenDate] < CAST('2025-12-01' AS DATE) AND (ben002.[WO].[ClosedDate] IS NULL OR ben002.[WO].[ClosedDate] >= CAST('2025-11-01' AS DATE))

-- rentals
SELECT ben002.[WORental].[WONo], ben002.[WORental].[UnitNo], ben002.[WORental].[SerialNo], ben002.[WO].[OpenDate], ben002.[WO].[ClosedDate], ben002.[WO].[BillTo], ben002.[WO].[ShipTo]
FROM ben002.[WORental] JOIN ben002.[WO] ON ben002.[WO].[WONo] = ben002.[WORental].[WONo]
WHERE ben002.[WO].[Type] = 'R' AND ben002.[WO].[WONo] NOT LIKE '9%' AND ben002.[WO].[DeletionTime] IS NULL AND (ben002.[WO].[ClosedDate] IS NULL OR ben002.[WO].[ClosedDate] >= CAST('2025-11-01' AS DATE))

-- units
SELECT ben002.[Equipment].[UnitNo], ben002.[Equipment].[SerialNo], ben002.[Equipment].[Make], ben002.[Equipment].[Model], ben002.[Equipment].[ModelGroup], ben002.[Equipment].[RentalStatus], ben002.[Equipment].[InventoryDept], ben002.[Equipment].[Customer], ben002.[Equipment].[DeletionTime]
FROM ben002.[Equipment]
WHERE ben002.[Equipment].[InventoryDept] = 60 AND (ben002.[Equipment].[Customer] IS NULL OR ben002.[Equipment].[Customer] = 0) AND ben002.[Equipment].[DeletionTime] IS NULL AND (ben002.[Equipment].[RentalStatus] IS NULL OR (ben002.[Equipment].[RentalStatus] NOT IN ('Sold', 'Disposed', 'Transferred')))

-- months
SELECT ben002.[GL].[AccountNo], ben002.[GL].[Year], ben002.[GL].[Month], ben002.[GL].[MTD], ben002.[GL].[YTD]
FROM ben002.[GL]
WHERE ben002.[GL].[Year] * 12 + ben002.[GL].[Month] >= 24311 AND ben002.[GL].[Year] * 12 + ben002.[GL].[Month] <= 24311

-- postings
SELECT ben002.[GLDetail].[AccountNo], sum(ben002.[GLDetail].[Amount]) AS [Amount]
FROM ben002.[GLDetail]
WHERE ben002.[GLDetail].[Posted] = 1 AND ben002.[GLDetail].[EffectiveDate] >= CAST('2025-11-01' AS DATE) AND ben002.[GLDetail].[EffectiveDate] < CAST('2025-12-01' AS DATE) GROUP BY ben002.[GLDetail].[AccountNo]

-- accounts
SELECT ben002.[ChartOfAccounts].[AccountNo], ben002.[ChartOfAccounts].[Description]
FROM ben002.[ChartOfAccounts]

-- customers
SELECT ben002.[InvoiceReg].[BillTo], max(ben002.[InvoiceReg].[BillToName]) AS [BillToName], count(ben002.[InvoiceReg].[InvoiceNo]) AS lifetime_count, min(ben002.[InvoiceReg].[InvoiceDate]) AS lifetime_first, max(ben002.[InvoiceReg].[InvoiceDate]) AS lifetime_last, sum(0 + coalesce(ben002.[InvoiceReg].[LaborTaxable], 0) + coalesce(ben002.[InvoiceReg].[LaborNonTax], 0)) AS [lifetime_Labor], sum(0 + coalesce(ben002.[InvoiceReg].[PartsTaxable], 0) + coalesce(ben002.[InvoiceReg].[PartsNonTax], 0)) AS [lifetime_Parts], sum(0 + coalesce(ben002.[InvoiceReg].[RentalTaxable], 0) + coalesce(ben002.[InvoiceReg].[RentalNonTax], 0)) AS [lifetime_Rental], sum(0 + coalesce(ben002.[InvoiceReg].[EquipmentTaxable], 0) + coalesce(ben002.[InvoiceReg].[EquipmentNonTax], 0)) AS [lifetime_Equipment], sum(0 + coalesce(ben002.[InvoiceReg].[MiscTaxable], 0) + coalesce(ben002.[InvoiceReg].[MiscNonTax], 0)) AS [lifetime_Misc], count(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-09-02' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-12-01' AS DATE)) THEN ben002.[InvoiceReg].[InvoiceNo] END) AS recent_count, min(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-09-02' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-12-01' AS DATE)) THEN ben002.[InvoiceReg].[InvoiceDate] END) AS recent_first, max(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-09-02' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-12-01' AS DATE)) THEN ben002.[InvoiceReg].[InvoiceDate] END) AS recent_last, sum(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-09-02' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-12-01' AS DATE)) THEN 0 + coalesce(ben002.[InvoiceReg].[LaborTaxable], 0) + coalesce(ben002.[InvoiceReg].[LaborNonTax], 0) END) AS [recent_Labor], sum(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-09-02' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-12-01' AS DATE)) THEN 0 + coalesce(ben002.[InvoiceReg].[PartsTaxable], 0) + coalesce(ben002.[InvoiceReg].[PartsNonTax], 0) END) AS [recent_Parts], sum(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-09-02' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-12-01' AS DATE)) THEN 0 + coalesce(ben002.[InvoiceReg].[RentalTaxable], 0) + coalesce(ben002.[InvoiceReg].[RentalNonTax], 0) END) AS [recent_Rental], sum(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-09-02' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-12-01' AS DATE)) THEN 0 + coalesce(ben002.[InvoiceReg].[EquipmentTaxable], 0) + coalesce(ben002.[InvoiceReg].[EquipmentNonTax], 0) END) AS [recent_Equipment], sum(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-09-02' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-12-01' AS DATE)) THEN 0 + coalesce(ben002.[InvoiceReg].[MiscTaxable], 0) + coalesce(ben002.[InvoiceReg].[MiscNonTax], 0) END) AS [recent_Misc], count(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-06-04' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-09-02' AS DATE)) THEN ben002.[InvoiceReg].[InvoiceNo] END) AS previous_count, min(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-06-04' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-09-02' AS DATE)) THEN ben002.[InvoiceReg].[InvoiceDate] END) AS previous_first, max(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-06-04' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-09-02' AS DATE)) THEN ben002.[InvoiceReg].[InvoiceDate] END) AS previous_last, sum(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-06-04' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-09-02' AS DATE)) THEN 0 + coalesce(ben002.[InvoiceReg].[LaborTaxable], 0) + coalesce(ben002.[InvoiceReg].[LaborNonTax], 0) END) AS [previous_Labor], sum(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-06-04' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-09-02' AS DATE)) THEN 0 + coalesce(ben002.[InvoiceReg].[PartsTaxable], 0) + coalesce(ben002.[InvoiceReg].[PartsNonTax], 0) END) AS [previous_Parts], sum(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-06-04' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-09-02' AS DATE)) THEN 0 + coalesce(ben002.[InvoiceReg].[RentalTaxable], 0) + coalesce(ben002.[InvoiceReg].[RentalNonTax], 0) END) AS [previous_Rental], sum(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-06-04' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-09-02' AS DATE)) THEN 0 + coalesce(ben002.[InvoiceReg].[EquipmentTaxable], 0) + coalesce(ben002.[InvoiceReg].[EquipmentNonTax], 0) END) AS [previous_Equipment], sum(CASE WHEN (ben002.[InvoiceReg].[InvoiceDate] >= CAST('2025-06-04' AS DATE) AND ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-09-02' AS DATE)) THEN 0 + coalesce(ben002.[InvoiceReg].[MiscTaxable], 0) + coalesce(ben002.[InvoiceReg].[MiscNonTax], 0) END) AS [previous_Misc]
FROM ben002.[InvoiceReg]
WHERE ben002.[InvoiceReg].[InvoiceDate] < CAST('2025-12-01' AS DATE) AND ben002.[InvoiceReg].[BillTo] IS NOT NULL AND (ben002.[InvoiceReg].[BillTo] IS NULL OR (rtrim(ben002.[InvoiceReg].[BillTo]) NOT IN ('900001', '900006'))) AND (ben002.[InvoiceReg].[ShipTo] IS NULL OR (rtrim(ben002.[InvoiceReg].[ShipTo]) NOT IN ('900001', '900006'))) GROUP BY ben002.[InvoiceReg].[BillTo]

-- labor
SELECT ben002.[WOLabor].[WONo], sum(ben002.[WOLabor].[Sell]) AS [Sell], sum(ben002.[WOLabor].[Hours]) AS [Hours]
FROM ben002.[WOLabor] JOIN ben002.[WO] ON ben002.[WO].[WONo] = ben002.[WOLabor].[WONo]
WHERE ben002.[WO].[WONo] NOT LIKE '9%' AND ben002.[WO].[DeletionTime] IS NULL AND ben002.[WO].[ClosedDate] IS NULL GROUP BY ben002.[WOLabor].[WONo]

-- parts
SELECT ben002.[WOParts].[WONo], sum(ben002.[WOParts].[Sell] * ben002.[WOParts].[Qty]) AS [Sell]
FROM ben002.[WOParts] JOIN ben002.[WO] ON ben002.[WO].[WONo] = ben002.[WOParts].[WONo]
WHERE ben002.[WO].[WONo] NOT LIKE '9%' AND ben002.[WO].[DeletionTime] IS NULL AND ben002.[WO].[ClosedDate] IS NULL GROUP BY ben002.[WOParts].[WONo]

-- misc
SELECT ben002.[WOMisc].[WONo], sum(ben002.[WOMisc].[Sell]) AS [Sell]
FROM ben002.[WOMisc] JOIN ben002.[WO] ON ben002.[WO].[WONo] = ben002.[WOMisc].[WONo]
WHERE ben002.[WO].[WONo] NOT LIKE '9%' AND ben002.[WO].[DeletionTime] IS NULL AND ben002.[WO].[ClosedDate] IS NULL GROUP BY ben002.[WOMisc].[WONo]

-- quotes
SELECT ben002.[WOQuote].[WONo], ben002.[WOQuote].[Type], ben002.[WOQuote].[Amount], ben002.[WOQuote].[CreationTime]
FROM ben002.[WOQuote] JOIN ben002.[WO] ON ben002.[WO].[WONo] = ben002.[WOQuote].[WONo]
WHERE ben002.[WO].[Type] = 'SH' AND ben002.[WO].[WONo] NOT LIKE '9%' AND ben002.[WO].[DeletionTime] IS NULL AND ben002.[WO].[ClosedDate] IS NULL

-- rates
SELECT ben002.[LaborRate].[Code], ben002.[LaborRate].[Rate]
FROM ben002.[LaborRate]

-- cases
SELECT dbo.[Case_Data_Summary_NOPHI].[Case Create Date], dbo.[Case_Data_Summary_NOPHI].[Date Closed], dbo.[Case_Data_Summary_NOPHI].[Workflow Status], dbo.[Case_Data_Summary_NOPHI].[Case Type], dbo.[Case_Data_Summary_NOPHI].[Primary Presenting Problem], count(*) AS cases, sum(dbo.[Case_Data_Summary_NOPHI].[TAT - Client Contact to First Session]) AS tat_days, count(dbo.[Case_Data_Summary_NOPHI].[TAT - Client Contact to First Session]) AS with_tat
FROM dbo.[Case_Data_Summary_NOPHI] GROUP BY dbo.[Case_Data_Summary_NOPHI].[Case Create Date], dbo.[Case_Data_Summary_NOPHI].[Date Closed], dbo.[Case_Data_Summary_NOPHI].[Workflow Status], dbo.[Case_Data_Summary_NOPHI].[Case Type], dbo.[Case_Data_Summary_NOPHI].[Primary Presenting Problem]

-- columns of cases
SELECT [INFORMATION_SCHEMA].[COLUMNS].[COLUMN_NAME]
FROM [INFORMATION_SCHEMA].[COLUMNS]
WHERE [INFORMATION_SCHEMA].[COLUMNS].[TABLE_NAME] = 'Case_Data_Summary_NOPHI'
