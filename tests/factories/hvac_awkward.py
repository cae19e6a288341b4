"""Files of an HVAC company as people and old systems hand them in, written by hand: nineteen tables, and what came a month later.

Expected beside each: which lines cannot be taken, and a piece of the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

# Line in the file (the header is 1) to a piece of the reason, by file.
Refused = dict[str, dict[int, str]]

FIRST: dict[str, str] = {
    "customers": """customer_id,customer_name,address,phone,customer_type,created_at
1,"Cohen, Müller & Sons","12 Elm St, Mesa, AZ 85201",(416)555-0101,commercial,2024-03-01
2,Ann Ng,"4 Oak Ave, Provo, UT 84601",416-555-0102,residential,2024-03-02
3,=SUM Heating LLC,"9 Pine Rd, Troy, NY 12180",416.555.0103,commercial,2024-03-03
4,"Quoted ""Al"" Brown","Unit 7 Box 12, DPO AE 09012",+1-416-555-0104,residential,2024-03-04
5,Fay Lee,"PSC 3, Box 9, APO AP 96301",001-416-555-0105x77,residential,2024-03-05
6,Gus Roe,"USNS Comfort, FPO AA 34012",4165550106,residential,2024-03-06
7,Hal Poe,"1 A St, Mesa, AZ 85201",(416)555-0107x123,residential,2024-03-07
8,Ida Poe,"1 A St, Mesa, AZ 85201",416-555-0108x9,residential,2024-03-08
9,Joe Poe,"1 B St, Mesa, AZ 85202",416.555.0109x10,residential,2024-03-09
10,Kim Poe,"1 C St, Mesa, AZ 85203",+1-416-555-0110x2345,residential,2024-03-10
11,Lou Poe,"1 D St, Mesa, AZ 85204",001-416-555-0111,residential,2024-03-11
12,Max Poe,"1 E St, Mesa, AZ 85205",416-555-0112,Residential,2024-03-12
12.5,Ned Poe,"1 F St, Mesa, AZ 85206",416-555-0113,residential,2024-03-13
1,Ola Poe,"1 G St, Mesa, AZ 85207",416-555-0114,residential,2024-03-14
13,,"1 H St, Mesa, AZ 85208",416-555-0115,residential,2024-03-15
14,Pia Poe,"1 I St, Mesa, AZ 85209",416-555-0116,residential,2024-02-30
""",
    "technicians": """technician_id,technician_name,phone,technician_level,hourly_rate,hire_date,years_experience,certification_level,hvac_installation_skill,electrical_skill,refrigeration_skill,ductwork_skill,diagnostics_skill,customer_service_skill,safety_protocols_skill
1,Tom Ash,416-555-0121,senior,42,2021-05-01,8,Advanced,7,6,7,5,6,7,8
2,Uma Bay,416-555-0122x4,lead,55.0,2020-06-01,12,Master,9,9,8,8,9,7,10
3,Vic Cox,416-555-0123,junior,28,2024-01-15,1,Basic,3,2,4,3,11,3,4
""",
    "equipment_types": """equipment_id,brand,model,equipment_type,btu_rating,energy_rating
1,Carrier,Pro410,Central AC,36000,16.5
2,Trane,X220,Furnace,60000.0,14.299999999999999
3,Acme,X221,Furnace,60000,14.3
""",
    "parts": """part_id,part_name,part_category,unit_cost,supplier
1,Filter - Zeta,Filter,12.339999999999998,"Bright, Inc."
2,Coil - Iota,Valve,205.1,Bright
3,Valve - Iota,Valve,"1,205.10",Bright
""",
    "leads": """lead_id,first_name,last_name,company_name,phone,email,address,lead_source,service_interest,estimated_value,urgency,status,created_date,last_contact_date,assigned_to,notes,conversion_probability
1,Ray,Day,,416-555-0131,ray@example.com,"3 K St, Mesa, AZ 85201",Website,AC Repair,900.5,High,New,2025-01-10,,Sales Rep 1,"Call back.
Twice.",40
2,Sue,Eve,Eve Ltd,416-555-0132,sue@example.net,"4 K St, Mesa, AZ 85201",Referral,Maintenance,350.125,Low,Lost,2025-01-11,2025-01-20,Sales Rep 2,"Gate code
1234",10.0
3,Tia,Fox,,416-555-0133,tia@example.net,"5 K St, Mesa, AZ 85201",Referral,Maintenance,350,Low,Lost,2025-01-11,2025-01-05,Sales Rep 2,late,10
""",
    "installed_devices": """installation_id,customer_id,equipment_id,installation_date,warranty_end_date,serial_number,installation_location,status,last_maintenance_date
1,1,1,2024-04-01,2025-03-27,Ab12-3456-7890,Roof,Active,
2,2.0,2.0,2024-04-02,2025-03-28,cD34-5678-9012,Attic,Under Maintenance,2024-10-01
3,2,2,2024-04-02,2024-04-02,eF56-7890-1234,Attic,Active,
4,99,2,2024-04-02,2025-04-02,gH56-7890-1234,Attic,Active,
""",
    "service_calls": """service_call_id,customer_id,technician_id,equipment_id,service_date,service_type,duration_hours,labor_cost,parts_cost,total_cost
1,1,1,1,2025-01-05,Repair,2.5,200,100,300
2,2,2,2,2025-01-06,Emergency,4.0,368.90999999999997,100.0,468.90999999999997
3,4,1,1,2025-01-07,Inspection,1.0,80,0,80
4,4,1,1,2025-01-08,Visit,1.0,80,0,80
5,4,3,1,2025-01-09,Repair,1.0,80,0,80
6,4,1,1,2025-01-10,Repair,1.0,NaN,0,80
""",
    "vehicle_fleet": """vehicle_id,vehicle_number,make,model,year,vehicle_type,license_plate,vin,assigned_technician_id,purchase_date,current_mileage,last_maintenance_date,next_maintenance_mileage,status,fuel_type,gps_enabled
1,HVAC-001,Ford,Zebra,2020,Van,AB•12,1ab2CD3ef4GH5ij6K,1.0,2020-02-01,40000,2024-11-01,45000,Active,Diesel,yes
2,HVAC-002,Ram,Quiet,2021,Truck,XY 34,9zb2CD3ef4GH5ij6K,,2021-02-01,30000,2024-12-01,34000,Maintenance,Gasoline,1.0
3,HVAC-002,Ram,Loud,2021,Truck,XY 35,8zb2CD3ef4GH5ij6K,,2021-02-01,30000,2024-12-01,34000,Active,Gasoline,no
""",
    "mailing_list": """contact_id,customer_id,email,first_name,last_name,phone,address,contact_source,subscription_status,subscription_date,preferred_contact_method,interests
1,1.0,one@example.com,"Cohen,",Sons,(416)555-0101,"12 Elm St, Mesa, AZ 85201",Existing Customer,Subscribed,2024-05-01,Email,Maintenance Tips
2,,two@example.org,Xi,,416-555-0142,"8 Q St, Mesa, AZ 85201",Direct Mail,Unsubscribed,2024-05-02,Mail,New Products
3,77.0,three@example.org,Yo,,416-555-0143,"8 R St, Mesa, AZ 85201",Direct Mail,Subscribed,2024-05-02,Mail,New Products
""",
    "subscriptions": """subscription_id,customer_id,service_plan,start_date,end_date,annual_cost,payment_frequency,status,auto_renewal,services_included,discount_percentage,next_service_date
1,1,Premium,2024-06-01,2025-05-27,200,Monthly,Active,True,"Seasonal Tune-ups, Priority Service",10,
2,2,Basic,2024-06-02,2025-05-28,120.0,Annual,Expired,False,"Bi-annual Maintenance, Parts Discount",0,2025-02-01
3,2,Basic,2024-06-02,2024-06-02,120,Annual,Expired,maybe,"Bi-annual Maintenance, Parts Discount",0,
""",
    "inventory": """inventory_id,part_id,warehouse_location,current_stock,reorder_point,max_stock_level,last_restock_date,last_restock_quantity,avg_monthly_usage,stock_status,supplier_lead_time_days,abc_classification,last_count_date,unit_cost,total_value
1,1,B-09-4,10,12,50,2025-01-01,20,4,Low Stock,7,A,2025-01-02,12.34,123.4
2,2,B-09-4,90,12,50,2025-01-01,20,4,In Stock,7,C,2025-01-02,205.1,18459.000000000004
3,3,C-01-1,1,12,50,2025-01-01,20,4,Low Stock,7,C,2025-01-02,1205.1,1205.1
""",
    "quotes": """quote_id,quote_number,customer_id,equipment_id,quote_date,valid_until,quote_type,description,labor_hours,labor_rate,labor_cost,equipment_cost,parts_cost,total_amount,status,created_by,follow_up_date,notes
1,QUO-2025-0001,1,1.0,2025-01-03,2025-02-03,Installation,"New unit,
roof",8.0,95,760.0,4000,200,5456.799999999999,Pending,Sales Rep 1,,
2,QUO-2025-0002,2,,2025-01-04,2025-01-03,Repair,fix,2.0,95,190,0,60,275,Expired,Sales Rep 2,2025-01-10,ok
3,QUO-2025-0001,2,,2025-01-04,2025-01-30,Repair,fix,2.0,95,190,0,60,275,Expired,Sales Rep 2,2025-01-10,ok
""",
    "parts_usage": """usage_id,service_call_id,part_id,quantity_used,usage_date
1,1,1,2,2025-01-05
2,2,2,1.0,2025-01-06
3,2,2,1,2025-01-06
4,2,3,1,2025-01-06
5,9,1,1,2025-01-06
6,2,1,0,2025-01-06
""",
    "incident_response": """incident_id,service_call_id,incident_type,severity_level,reported_time,response_time_minutes,resolution_time_minutes,responding_technician_id,backup_technician_id,resolution_status,customer_satisfaction,follow_up_required
1,2,No Heat/AC,High,2025-01-06 00:00:00.123456,40,90,2,1.0,Resolved,8,FALSE
2,1,Gas Leak,Low,2025-01-05 00:00:00.000001,40,90,3,,Pending,3,t
""",
    "invoices": """invoice_id,invoice_number,service_call_id,customer_id,issue_date,due_date,payment_terms,subtotal,tax_rate,tax_amount,total_amount,status,notes
1,INV-2025-0001,1,1,2025-01-06,2025-02-05,Net 30,360.0,0.065,23.4,383.4,Paid,
2,INV-2025-0002,2,2,2025-01-07,2025-01-22,Net 15,550.5,0.0750,41.29,591.7900000000001,Pending,"Thank you,
come again."
3,INV-2025-0003,3,4,2025-01-08,2025-01-07,Net 15,100,0.075,7.5,107.5,Pending,
4,INV-2025-0004,5,4,2025-01-10,2025-01-25,Net 15,100,0.075,7.5,107.5,Pending,
""",
    "appointments": """appointment_id,customer_id,technician_id,service_call_id,appointment_date,scheduled_time,appointment_type,estimated_duration_hours,status,priority,special_instructions,created_date,confirmed_date
1,1,1,1.0,2025-01-05,2025-01-02 08:15:00.5,Repair,2.5,Completed,High,,2024-12-30 10:00:00,2025-01-03 09:00:00.25
2,2,2,,2025-03-06,2025-01-03 22:00:00,Consultation,1,Scheduled,Low,"Dog,
friendly",2025-01-02,
3,2,3,2,2025-01-06,2025-01-03 22:00:00,Emergency,1,Completed,Low,,2025-01-02,
""",
    "work_orders": """work_order_id,service_call_id,technician_id,work_order_number,description,instructions,safety_requirements,estimated_hours,actual_hours,status,priority,completion_notes,customer_signature_required
1,1,1,WO-2025-0001,"Check
and fix",Bring ladder,Height Work,2.5,2.7812345678901234,Completed,High,Done,True
2,2,2,WO-2025-0002,Replace fan,Isolate,Electrical Safety,4.0,0.0,Completed,Low,Done,False
3,3,1,WO-2025-0003,Look,Look,Standard PPE,1.0,1.2,Completed,Low,Done,0
""",
    "customer_feedback": """feedback_id,service_call_id,customer_id,feedback_date,feedback_type,overall_satisfaction,technician_rating,timeliness_rating,quality_rating,value_rating,comments,would_recommend,follow_up_required,source
1,1,1,2025-01-12,Survey,8,9,7,8,8,"Good
work",yes,no,Email Survey
2,2,2,2025-01-13,Review,0,9,7,8,8,fine,True,False,Phone Call
3,8,2,2025-01-13,Review,5,9,7,8,8,fine,True,False,Phone Call
""",
    "payments": """payment_id,invoice_id,payment_date,amount,payment_method,transaction_id,status,processing_fee,notes
1,1,2025-01-20,383.40000000000003,Credit Card,TXN-00000001,Completed,9.59,
2,2,2025-01-21,200,Check,TXN-00000002,Pending,0,Partial payment
3,3,2025-01-21,100,Check,TXN-00000003,Pending,0,
4,2,2025-01-22,100,Check,TXN-00000002,Pending,0,
""",
}  # fmt: skip

REFUSED: Refused = {
    "customers": {
        13: "is none of residential, commercial",
        14: "is not a whole number",
        15: "is already on line 2",
        16: "is blank",
        17: "is not a date",
    },
    "technicians": {4: "is above 10"},
    "equipment_types": {4: "is none of Carrier"},
    "parts": {},
    "leads": {6: "last contact date is before created date"},
    "installed_devices": {
        4: "warranty end date is not after installation date",
        5: "no customer has come in with this number: customer_id 99",
    },
    "service_calls": {
        5: "is none of Maintenance",
        6: "no technician has come in",
        7: "stands for nothing, and a row must have it",
    },
    "vehicle_fleet": {4: "vehicle_number HVAC-002 stands on line 3"},
    "mailing_list": {},
    "subscriptions": {4: "is neither yes nor no"},
    "inventory": {},
    "quotes": {4: "valid until is before quote date", 5: "quote_number QUO-2025-0001 stands on line 2"},
    "parts_usage": {6: "no service call has come in", 7: "is not above 0"},
    "incident_response": {3: "no technician has come in with this number: responding_technician_id 3"},
    "invoices": {5: "due date is before issue date", 6: "no service call has come in"},
    "appointments": {5: "no technician has come in"},
    "work_orders": {4: "is not above 0"},
    "customer_feedback": {4: "is below 1", 5: "no service call has come in"},
    "payments": {4: "no invoice has come in", 5: "transaction_id TXN-00000002 stands on line 3"},
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files of a company into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


# A month later: some numbers go on, some begin at 1 again. Customer 99 and technician 3 have come at last.
LATER: dict[str, str] = {
    "customers": """customer_id,customer_name,address,phone,customer_type,created_at
20,Zed Zee,"5 Z St, Mesa, AZ 85201",416-555-0150,residential,2025-02-01
99,Late Comer,"6 Z St, Mesa, AZ 85201",416-555-0151,commercial,2024-03-01
1,Other Firm,"7 Z St, Mesa, AZ 85201",416-555-0152,commercial,2025-02-02
""",
    "technicians": """technician_id,technician_name,phone,technician_level,hourly_rate,hire_date,years_experience,certification_level,hvac_installation_skill,electrical_skill,refrigeration_skill,ductwork_skill,diagnostics_skill,customer_service_skill,safety_protocols_skill
3,Vic Cox,416-555-0123,junior,28,2024-01-15,1,Basic,3,2,4,3,1,3,4
""",
    "service_calls": """service_call_id,customer_id,technician_id,equipment_id,service_date,service_type,duration_hours,labor_cost,parts_cost,total_cost
10,20,1,1,2025-02-05,Repair,2.5,200,100,300
11,1,2,2,2025-02-06,Repair,1.0,90,10,100
2,9,1,1,2025-02-07,Repair,1.0,90,10,100
""",
    "leads": """lead_id,first_name,last_name,company_name,phone,email,address,lead_source,service_interest,estimated_value,urgency,status,created_date,last_contact_date,assigned_to,notes,conversion_probability
1,Wyn,Gay,,416-555-0161,wyn@example.com,"3 W St, Mesa, AZ 85201",Website,AC Repair,100,High,New,2025-02-10,,Sales Rep 1,new,40
""",
    "quotes": """quote_id,quote_number,customer_id,equipment_id,quote_date,valid_until,quote_type,description,labor_hours,labor_rate,labor_cost,equipment_cost,parts_cost,total_amount,status,created_by,follow_up_date,notes
1,QUO-2025-0001,9,,2025-02-03,2025-03-03,Repair,other,2.0,95,190,0,60,275,Pending,Sales Rep 3,,
""",
    "parts_usage": """usage_id,service_call_id,part_id,quantity_used,usage_date
1,10,2,3,2025-02-05
2,2,2,1,2025-01-06
""",
    "invoices": """invoice_id,invoice_number,service_call_id,customer_id,issue_date,due_date,payment_terms,subtotal,tax_rate,tax_amount,total_amount,status,notes
1,INV-2025-0001,10,20,2025-02-06,2025-03-05,Net 30,360.0,0.065,23.4,383.4,Pending,
2,INV-2025-9902,11,1,2025-02-07,2025-02-22,Net 15,110,0.075,8.25,118.25,Pending,
50,INV-2025-0002,11,1,2025-02-07,2025-02-22,Net 15,110,0.075,8.25,118.25,Pending,
""",
    "appointments": """appointment_id,customer_id,technician_id,service_call_id,appointment_date,scheduled_time,appointment_type,estimated_duration_hours,status,priority,special_instructions,created_date,confirmed_date
1,20,1,10,2025-02-05,2025-02-02 08:15:00.5,Repair,2.5,Completed,High,,2025-01-30 10:00:00,
""",
    "customer_feedback": """feedback_id,service_call_id,customer_id,feedback_date,feedback_type,overall_satisfaction,technician_rating,timeliness_rating,quality_rating,value_rating,comments,would_recommend,follow_up_required,source
1,10,20,2025-02-12,Survey,2,2,2,2,2,bad,no,yes,In Person
""",
    "payments": """payment_id,invoice_id,payment_date,amount,payment_method,transaction_id,status,processing_fee,notes
1,2,2025-02-20,383.40,Credit Card,TXN-00000101,Completed,9.59,
""",
}  # fmt: skip

CLASHES: Refused = {
    "customers": {4: "stored is customer_name Cohen, Müller & Sons, created_at 2024-03-01; this file has customer_name Other"},
    "technicians": {},
    "service_calls": {4: "stored is customer_id 2, service_date 2025-01-06; this file has customer_id 9, service_date"},
    "leads": {2: "stored is first_name Ray, last_name Day, created_date 2025-01-10; this file has first_name Wyn"},
    "quotes": {2: "stored is quote_number QUO-2025-0001, customer_id 1, quote_date 2025-01-03; this file has"},
    "parts_usage": {2: "stored is service_call_id 1, part_id 1; this file has service_call_id 10, part_id 2"},
    "invoices": {
        2: "stored is invoice_number INV-2025-0001, service_call_id 1; this file has invoice_number INV-2025-0001, service",
        3: "stored is invoice_number INV-2025-0002, service_call_id 2; this file has invoice_number INV-2025-9902",
        4: "invoice_number INV-2025-0002 is stored already, with invoice_id 2",
    },
    "appointments": {2: "is the number of another row: stored is customer_id 1, service_call_id 1"},
    "customer_feedback": {2: "stored is service_call_id 1, feedback_date 2025-01-12; this file has service_call_id 10"},
    "payments": {2: "stored is transaction_id TXN-00000001, invoice_id 1; this file has transaction_id TXN-00000101"},
}  # fmt: skip
