"""Nineteen files of an HVAC company as several hands leave them: other separators, encodings, orders of columns, and cells of all kinds.

Written by hand. Beside each file: the lines that cannot be taken, each with a piece of the true reason; every other line is a row.
"""

from __future__ import annotations

from tests.factories.hvac_awkward import Refused

BOM = b"\xef\xbb\xbf"


def _lines(text: str, end: str = "\r\n") -> bytes:
    """Give a text with the line ends of another system, those in quotes included."""
    return text.replace("\n", end).encode()


FILES: dict[str, bytes] = {
    # A spreadsheet of another country: semicolons, a mark of byte order, columns in another order, one more of somebody's own.
    "customers": BOM + _lines("""customer_name ;customer_id;Customer_Type; address;phone;created_at;Remarks
Ash & Sons;1.0;commercial;"12 Elm St, Mesa, AZ 85201";(416) 555-0101;2024-03-01;first
"Bay; Uma";2.00;residential;"4 Oak Ave
Floor 2, Provo, UT 84601";416-555-0102 ext. 7;2024/3/2;

Cox "Al" Vic;"1,003";residential;9 Pine Rd, Troy, NY 12180;4165550103;20240303;
Day Ray;4; residential ;PSC 3, Box 9, APO AP 96301;+1 416 555 0104;2024-03-04T00:00:00;
Eve Sue;5;Residential;1 A St;416.555.0105;2024-03-05;
Fox Tia;6;residential;1 A St, Mesa, AZ 85201;416.555.0106;03/06/2024;
Gay Wyn;7;residential;1 A St, Mesa, AZ 85201;416.555.0107;2024-03-07 10:30;
Hay Ida;8.5;residential;1 A St, Mesa, AZ 85201;416.555.0108;2024-03-08;
Ivy Ann;9;residential;1 A St, Mesa, AZ 85201;416.555.0109;1987-03-09;
;10;residential;1 A St, Mesa, AZ 85201;416.555.0110;2024-03-10;
Kay Lou;11;residential;1 A St, Mesa, AZ 85201;n/a;2024-03-11;
Lee Fay;12;residential;1 A St, Mesa, AZ 85201
Lee Fay;12;residential;1 A St, Mesa, AZ 85201;416.555.0112;2024-03-12;again
Lee May;12;residential;2 A St, Mesa, AZ 85201;416.555.0113;2024-03-13;twice
;;;;;;
Moe Max;-3;residential;1 A St, Mesa, AZ 85201;416.555.0114;2024-03-14;
Nye Ned;99999999999;residential;1 A St, Mesa, AZ 85201;416.555.0115;2024-03-15;
Ott Ola;NaN;residential;1 A St, Mesa, AZ 85201;416.555.0116;2024-03-16;
"""),
    # Latin-1, as an old program writes it, and rates as people type them.
    "technicians": _lines("""technician_id,technician_name,phone,technician_level,hourly_rate,hire_date,years_experience,certification_level,hvac_installation_skill,electrical_skill,refrigeration_skill,ductwork_skill,diagnostics_skill,customer_service_skill,safety_protocols_skill
1,Zoë Ash,416-555-0121,senior,$42.50,2021-05-01,8,Advanced,7,6,7,5,6,7,8
2.0,Uma Bay,416-555-0122,lead,"1,055.00",2020-06-01,12.0,Master,9.0,9,8,8,9,7,10
3,Vic Cox,416-555-0123,Senior,28,2024-01-15,1,Basic,3,2,4,3,1,3,4
4,Wyn Day,416-555-0124,junior,28/h,2024-01-15,1,Basic,3,2,4,3,1,3,4
5,Xi Eve,416-555-0125,junior,28,2024-01-15,1,basic,3,2,4,3,1,3,0
""").decode().encode("latin-1"),
    "equipment_types": _lines("""equipment_id\tbrand\tmodel\tequipment_type\tbtu_rating\tenergy_rating
1\tCarrier\tPro410\tCentral AC\t36,000\t16.5
2\tTrane\tX220\tFurnace\t60000.0\t14.299999999999999
3\tTrane\tX221\tfurnace\t60000\t14.3
4\tYork\t\tFurnace\t60000\t14.3
5\tYork\tX222\tFurnace\t36 kBTU\t140.3
""", "\n"),
    "parts": _lines("""part_id,part_name,part_category,unit_cost,supplier
1,Filter - Zeta,Filter,"$1,234.50","Bright, Inc."
2,Coil - Iota,Valve,205.10500000000002,BRIGHT INC
3,Valve - Iota,Valve,12.345,Bright
4,Valve - Kappa,Valve,(5.00),Bright
5,Valve - Lambda,Valve,1e2,Bright
6,Valve - My,Valve,,Bright
7,"Valve ""Ny"" - x",Valve,7,'=Bright
""", "\n"),
    "leads": _lines("""lead_id,first_name,last_name,company_name,phone,email,address,lead_source,service_interest,estimated_value,urgency,status,created_date,last_contact_date,assigned_to,notes,conversion_probability
1,Ray,Day,,416-555-0131,RAY@Example.com,"3 K St, Mesa, AZ 85201",Website,AC Repair,$900.50,High,New,2025-01-10,,Sales Rep 1,"Call back.

Twice, and say ""now"".",40
2,Sue,Eve,None,416-555-0132,sue@example.net,"4 K St, Mesa, AZ 85201",Referral,Maintenance,350.125,Low,Lost,2025-01-11,NaT,Sales Rep 2,-,10.0
3,Tia,Fox,,416-555-0133,tia@example.net,"5 K St, Mesa, AZ 85201",referral,Maintenance,350,Low,Lost,2025-01-11,,Sales Rep 2,late,10%
"""),
    "installed_devices": _lines("""installation_id,customer_id,equipment_id,installation_date,warranty_end_date,serial_number,installation_location,status,last_maintenance_date
1,1,1,2024-04-01,2025-03-27,Ab12-3456-7890,Roof,Active,
2,2.0,2.0,2024-04-02,2025-03-28,cD34-5678-9012,Attic,Under Maintenance,2024-10-01
3,1003,2,2024-04-02,2025-03-28,eF56-7890-1234,Attic,Active,2024-01-01
4,9,2,2024-04-02,2025-04-02,gH56-7890-1234,Attic,Active,
5,1,3,2024-04-02,2025-04-02,iJ56-7890-1234,Attic,Active,
"""),
    "service_calls": _lines("""service_call_id,customer_id,technician_id,equipment_id,service_date,service_type,duration_hours,labor_cost,parts_cost,total_cost
1,1,1,1,2025-01-05,Repair,2.5,200,100,300
2,2,2,2,2025-01-06,Emergency,4.0,368.90999999999997,100.0,468.90999999999997
3,4,1,1,2025-01-07,Inspection,1.0,80,0,80
4,4,1,1,2025-01-08,REPAIR,1.0,80,0,80
5,4,3,1,2025-01-09,Repair,1.0,80,0,80
6,4,1,1,2025-01-10,Repair,100,80,0,80
7,4,1,1,2025-01-10,Repair,1:30,80,Infinity,80
8,77,88,99,2025-01-10,Repair,1,80,0,80
9,2,1,1,2025-01-11,Repair,1,-80,0,-80
"""),
    "vehicle_fleet": _lines("""vehicle_id,vehicle_number,make,model,year,vehicle_type,license_plate,vin,assigned_technician_id,purchase_date,current_mileage,last_maintenance_date,next_maintenance_mileage,status,fuel_type,gps_enabled
1,HVAC-001,Ford,Zebra,2020,Van,AB•12,1ab2CD3ef4GH5ij6K,1.0,2020-02-01,"40,000",2024-11-01,45000,Active,Diesel,YES
2,HVAC-002,Ram,Quiet,2021.0,Truck,XY 34,9zb2CD3ef4GH5ij6K,,2021-02-01,30000,2024-12-01,34000,Maintenance,Gasoline,1.0
3,HVAC-003,Ram,Loud,2021,Truck,XY 35,8zb2CD3ef4GH5ij6K,9,2021-02-01,30000,2024-12-01,34000,Active,Gasoline,0.0
4,HVAC-004,Ram,Loud,21,Truck,XY 36,9zb2CD3ef4GH5ij6K,,2021-02-01,30000,2024-12-01,34000,Active,Gasoline,perhaps
5,HVAC-005,Ram,Loud,2021,Truck,XY 37,9zb2CD3ef4GH5ij6K,,2021-02-01,30000,2024-12-01,34000,Active,Gasoline,f
"""),
    "mailing_list": _lines("""contact_id,customer_id,email,first_name,last_name,phone,address,contact_source,subscription_status,subscription_date,preferred_contact_method,interests
1,1.0,one@example.com,"Ash,",Sons,(416)555-0101,"12 Elm St, Mesa, AZ 85201",Existing Customer,Subscribed,2024-05-01,Email,Maintenance Tips
2,,two@example.org,Xi,,416-555-0142,"8 Q St, Mesa, AZ 85201",Direct Mail,Unsubscribed,2024-05-02,Mail,New Products
3,nan,not an address,Yo,,416-555-0143,"8 R St, Mesa, AZ 85201",Direct Mail,Subscribed,2024-05-02,Mail,New Products
4,1.5,four@example.org,Yo,,416-555-0143,"8 R St, Mesa, AZ 85201",Direct Mail,Subscribed,2024-05-02,Mail,New Products
"""),
    # The last column, which a row may do without, was cut off on the way.
    "subscriptions": _lines("""subscription_id,customer_id,service_plan,start_date,end_date,annual_cost,payment_frequency,status,auto_renewal,services_included,discount_percentage
1,1,Premium,2024-06-01,2025-05-27,200,Monthly,Active,True,"Seasonal Tune-ups, Priority Service",10
2,2,Basic,2024-06-02,2025-05-28,$120.00,Annual,Expired,FALSE,"Bi-annual Maintenance, Parts Discount",0.0
3,2,Basic,2024-06-02,2024-06-02,120,Annual,Expired,y,"Bi-annual Maintenance, Parts Discount",0
4,2,Basic,2024-06-03,2025-06-02,120,Annual,Expired,y,"Bi-annual Maintenance, Parts Discount",7.5
"""),
    "inventory": _lines("""inventory_id,part_id,warehouse_location,current_stock,reorder_point,max_stock_level,last_restock_date,last_restock_quantity,avg_monthly_usage,stock_status,supplier_lead_time_days,abc_classification,last_count_date,unit_cost,total_value
1,1,B-09-4,10,12,50,2025-01-01,20,4,Low Stock,7,A,2025-01-02,1234.5,"12,345.00"
2,2,B-09-4,90,12,50,2025-01-01,20,4,In Stock,7,C,2025-01-02,205.11,18459.900000000001
3,1,C-01-1,1,12,50,2025-01-01,20,4,Low Stock,7,C,2025-01-02,1234.5,1234.5
4,7,C-01-1,-1,12,50,2025-01-01,20,4,Out of Stock,7,c,2025-01-02,7,7
"""),
    "quotes": _lines("""quote_id,quote_number,customer_id,equipment_id,quote_date,valid_until,quote_type,description,labor_hours,labor_rate,labor_cost,equipment_cost,parts_cost,total_amount,status,created_by,follow_up_date,notes
1,QUO-2025-0001,1,1.0,2025-01-03,2025-02-03,Installation,"New unit,
roof",8.0,95,760.0,4000,200,5456.799999999999,Pending,Sales Rep 1,,
2,QUO-2025-0002,2,,2025-01-04,2025-02-03,Repair,"fix ""at once""; soon",2.0,95,190,0,60,275,Expired,Sales Rep 2,2025-01-10,ok
3,QUO-2025-0003,2,,2025-01-04,2025-01-30,Repair,=1+1,0,95,190,0,60,275,Expired,Sales Rep 2,2025-01-10,ok
4,,2,,2025-01-04,2025-01-30,Repair,fix,2,95,190,0,60,275,Expired,Sales Rep 2,2025-01-10,ok
"""),
    "parts_usage": _lines("""usage_id,service_call_id,part_id,quantity_used,usage_date
1,1,1,2,2025-01-05
2,2,2,1.0,2025-01-06
3,2,2,1.5,2025-01-06
4,2,3,1,2025-01-06
5,4,1,1,2025-01-06
6,2,1,-2,2025-01-06
"""),
    "incident_response": _lines("""incident_id,service_call_id,incident_type,severity_level,reported_time,response_time_minutes,resolution_time_minutes,responding_technician_id,backup_technician_id,resolution_status,customer_satisfaction,follow_up_required
1,2,No Heat/AC,High,2025-01-06 00:00:00.123456,40,90,2,1.0,Resolved,8,FALSE
2,1,Gas Leak,Low,2025-03-30T02:30:00Z,40,90,1,,Pending,3,t
3,3,Gas Leak,Low,06/01/2025 08:00,40,90,1,,Pending,11,t
"""),
    "invoices": _lines("""invoice_id,invoice_number,service_call_id,customer_id,issue_date,due_date,payment_terms,subtotal,tax_rate,tax_amount,total_amount,status,notes
1,INV-2025-0001,1,1,2025-01-06,2025-02-05,Net 30,360.0,0.065,23.4,383.4,Paid,
2,INV-2025-0002,2,2,2025-01-07,2025-01-22,Net 15,"$1,550.50",0.0750,116.28750000000001,1666.7875000000001,Pending,"Thank you,
come again."
3,INV-2025-0003,3,4,2025-01-08,2025-01-07,Net 15,100,0.075,7.5,107.5,Pending,
4,INV-2025-0004,5,4,2025-01-10,2025-01-25,net 15,100,7.5%,7.5,107.5,Pending,
5,INV-2025-0005,3,4,2025-01-10,2025-01-25,Net 15,100,7.5,7.5,107.5,Pending,
"""),
    "appointments": _lines("""appointment_id,customer_id,technician_id,service_call_id,appointment_date,scheduled_time,appointment_type,estimated_duration_hours,status,priority,special_instructions,created_date,confirmed_date
1,1,1,1.0,2025-01-05,2025-01-02 08:15:00.5,Repair,2.5,Completed,High,,2024-12-30 10:00:00,2025-01-03 09:00:00.25
2,2,2,,2025-03-06,2025-01-03 10:00 PM,Consultation,1,Scheduled,Low,"Dog,
friendly",2025-01-02,
3,2,1,2,2025-01-06,tomorrow,Emergency,1,Completed,Low,,2025-01-02,
"""),
    "work_orders": _lines("""work_order_id,service_call_id,technician_id,work_order_number,description,instructions,safety_requirements,estimated_hours,actual_hours,status,priority,completion_notes,customer_signature_required
1,1,1,WO-2025-0001,"Check
and fix",Bring ladder,Height Work,2.5,2.7812345678901234,Completed,High,Done,True
2,2,2,WO-2025-0002,Replace fan,Isolate,Electrical Safety,4.0,4,Completed,Low,Done,False
3,2,2,WO-2025-0003,Replace fan,Isolate,Electrical Safety,4.0,4,Completed,Low,Done,False
4,3,1,WO-2025-0004,Look,Look,Standard PPE,1.0,1.2,Done,Low,Done,0
"""),
    "customer_feedback": _lines("""feedback_id,service_call_id,customer_id,feedback_date,feedback_type,overall_satisfaction,technician_rating,timeliness_rating,quality_rating,value_rating,comments,would_recommend,follow_up_required,source
1,1,1,2025-01-12,Survey,8,9,7,8,8,"Good
work",yes,no,Email Survey
2,2,2,2025-01-13,Review,8.5,9,7,8,8,fine,True,False,Phone Call
3,3,4,2025-01-13,Review,5,9,7,8,8,,True,False,Phone Call
"""),
    "payments": _lines("""payment_id,invoice_id,payment_date,amount,payment_method,transaction_id,status,processing_fee,notes
1,1,2025-01-20,383.40000000000003,Credit Card,TXN-00000001,Completed,9.59,
2,2,2025-01-21,"1,000.00",Check,TXN-00000002,Pending,0,Partial payment
3,3,2025-01-21,100,Check,TXN-00000003,Pending,0,
4,2,2025-01-22,0,Cheque,TXN-00000004,Pending,0,
5,2,2025-01-22,100 USD,Check,TXN-00000005,Pending,0,
"""),
}  # fmt: skip


REFUSED: Refused = {
    "customers": {
        8: "is none of residential, commercial", 9: "is not a date with the year first", 10: "has a time of day",
        11: "is not a whole number", 13: "is blank, and a row must have it", 15: "This row has 4 of 7 cells",
        17: "is already on line 16", 19: "is below 1", 20: "is too large", 21: "stands for nothing, and a row is known by it",
    },
    "technicians": {4: "is none of junior, senior", 5: "is not a number", 6: "is below 1"},
    "equipment_types": {4: "is none of Central AC", 5: "is blank, and a row must have it", 6: "is not below 100"},
    "parts": {5: "is below 0", 6: "is not a number of money", 7: "is blank, and a row must have it"},
    "leads": {5: "stands for nothing, and a row must have it", 6: "is none of Website"},
    "installed_devices": {4: "last maintenance date is before installation date", 6: "no equipment type has come in"},
    "service_calls": {
        5: "is none of Maintenance", 6: "no technician has come in", 7: "is not below 100", 8: "is not a number",
        9: "no equipment type has come in", 10: "is below 0",
    },
    "vehicle_fleet": {5: "is neither yes nor no", 6: "stands on line 3"},
    "mailing_list": {5: "is not a whole number"},
    "subscriptions": {4: "end date is not after start date", 5: "is not a whole number"},
    "inventory": {4: "part_id 1 stands on line 2", 5: "is none of Low Stock, In Stock"},
    "quotes": {5: "is not above 0", 6: "is blank, and a row must have it"},
    "parts_usage": {4: "is not a whole number", 6: "no service call has come in", 7: "is not above 0"},
    "incident_response": {4: "is above 10"},
    "invoices": {5: "due date is before issue date", 6: "is none of Net 15", 7: "is above 1"},
    "appointments": {5: "is not a date"},
    "work_orders": {5: "service_call_id 2 stands on line 4", 6: "is none of Open"},
    "customer_feedback": {4: "is not a whole number", 5: "is blank, and a row must have it"},
    "payments": {4: "no invoice has come in", 5: "is not above 0", 6: "is not a number of money"},
}  # fmt: skip

# A month later, by the same hands: ids go on, or begin at 1 again in other spellings of the number.
LATER: dict[str, bytes] = {
    "customers": BOM + _lines("""customer_name;customer_id;customer_type;address;phone;created_at
Ash & Sons;1;commercial;"12 Elm St, Mesa, AZ 85201";(416) 555-0101;2024-03-01
Zed Zoe;1,0;residential;3 Z St, Mesa, AZ 85201;4165550150;2025-02-01
Zed Zoe;2.0;residential;3 Z St, Mesa, AZ 85201;4165550150;2025-02-01
Ivy Ann;9;residential;1 A St, Mesa, AZ 85201;416.555.0109;2024-03-09
Zed Zoe;20;residential;3 Z St, Mesa, AZ 85201;4165550150;2025-02-01
"""),
    "service_calls": _lines("""service_call_id,customer_id,technician_id,equipment_id,service_date,service_type,duration_hours,labor_cost,parts_cost,total_cost
10.0,20,1,1,2025-02-05,Repair,2.5,200,100,300
1,20,1,1,2025-02-06,Repair,2.5,200,100,300
"""),
    "parts_usage": _lines("""usage_id,service_call_id,part_id,quantity_used,usage_date
1.0,10,2,3,2025-02-05
2,2,2,1,2025-01-06
3,10,2,3,2025-02-05
"""),
    "invoices": _lines("""invoice_id,invoice_number,service_call_id,customer_id,issue_date,due_date,payment_terms,subtotal,tax_rate,tax_amount,total_amount,status,notes
1,INV-2025-0001,10,20,2025-02-06,2025-03-05,Net 30,360.0,0.065,23.4,383.4,Pending,
2.0,INV-2025-9902,10,20,2025-02-07,2025-02-22,Net 15,110,0.075,8.25,118.25,Pending,
51,INV-2025-0002,10,20,2025-02-07,2025-02-22,Net 15,110,0.075,8.25,118.25,Pending,
52,INV-2025-0052,10,20,2025-02-07,2025-02-22,Net 15,110,0.075,8.25,118.25,Pending,
"""),
    "payments": _lines("""payment_id,invoice_id,payment_date,amount,payment_method,transaction_id,status,processing_fee,notes
"1",52,2025-02-20,118.25,Credit Card,TXN-00000101,Completed,2.59,
2,2,2025-02-21,100,Check,TXN-00000102,Completed,0,
"""),
    "appointments": _lines("""appointment_id,customer_id,technician_id,service_call_id,appointment_date,scheduled_time,appointment_type,estimated_duration_hours,status,priority,special_instructions,created_date,confirmed_date
1,20,1,10,2025-02-05,2025-02-02 08:15:00.5,Repair,2.5,Completed,High,,2025-01-30 10:00:00,
"""),
    "quotes": _lines("""quote_id,quote_number,customer_id,equipment_id,quote_date,valid_until,quote_type,description,labor_hours,labor_rate,labor_cost,equipment_cost,parts_cost,total_amount,status,created_by,follow_up_date,notes
1,QUO-2025-0901,20,,2025-02-03,2025-03-03,Repair,other,2.0,95,190,0,60,275,Pending,Sales Rep 3,,
"""),
    "customer_feedback": _lines("""feedback_id,service_call_id,customer_id,feedback_date,feedback_type,overall_satisfaction,technician_rating,timeliness_rating,quality_rating,value_rating,comments,would_recommend,follow_up_required,source
1,10,20,2025-02-12,Survey,2,2,2,2,2,bad,no,yes,In Person
"""),
    "leads": _lines("""lead_id,first_name,last_name,company_name,phone,email,address,lead_source,service_interest,estimated_value,urgency,status,created_date,last_contact_date,assigned_to,notes,conversion_probability
1,Wyn,Gay,,416-555-0161,wyn@example.com,"3 W St, Mesa, AZ 85201",Website,AC Repair,100,High,New,2025-02-10,,Sales Rep 1,new,40
"""),
}  # fmt: skip

CLASHES: Refused = {
    "customers": {
        3: "is not a whole number",
        4: "is the number of another row: stored is customer_name Bay; Uma, created_at 2024-03-02; this file has customer_name Zed",
        5: "stored is customer_name Ivy Ann, created_at 1987-03-09; this file has customer_name Ivy Ann, created_at 2024-03-09",
    },
    "service_calls": {3: "stored is customer_id 1, service_date 2025-01-05; this file has customer_id 20"},
    "parts_usage": {2: "stored is service_call_id 1, part_id 1; this file has service_call_id 10, part_id 2"},
    "invoices": {
        2: "stored is invoice_number INV-2025-0001, service_call_id 1; this file has invoice_number INV-2025-0001, service",
        3: "stored is invoice_number INV-2025-0002, service_call_id 2; this file has invoice_number INV-2025-9902",
        4: "invoice_number INV-2025-0002 is stored already, with invoice_id 2",
    },
    "payments": {2: "stored is transaction_id TXN-00000001", 3: "stored is transaction_id TXN-00000002"},
    "appointments": {2: "is the number of another row"},
    "quotes": {2: "stored is quote_number QUO-2025-0001"},
    "customer_feedback": {2: "stored is service_call_id 1, feedback_date 2025-01-12"},
    "leads": {2: "stored is first_name Ray, last_name Day"},
}
