"""The nineteen files of the company's existing tables, by their header lines; a lower order is loaded first."""

from __future__ import annotations

from hvac.models import (
    Appointment,
    Customer,
    CustomerFeedback,
    EquipmentType,
    IncidentResponse,
    InstalledDevice,
    Invoice,
    Lead,
    MailingContact,
    Part,
    PartUsage,
    Payment,
    Quote,
    ServiceCall,
    StockItem,
    Subscription,
    Technician,
    Vehicle,
    WorkOrder,
)
from hvac.seeds.columns import table_file
from hvac.seeds.keys import EMAIL, NAME, PHONE, PLACE, of_supplier

CUSTOMERS = table_file(
    Customer, "customers", "HVAC customers", order=200, keys={**NAME, **PHONE, **PLACE},
    identity="name_key customer_since",
    header="customer_id,customer_name,address,phone,customer_type,created_at",
    customer_name="name", created_at="customer_since",
)  # fmt: skip
TECHNICIANS = table_file(
    Technician, "technicians", "HVAC technicians", order=200, keys={**NAME, **PHONE},
    identity="name_key hire_date",
    header="technician_id,technician_name,phone,technician_level,hourly_rate,hire_date,years_experience,"
    "certification_level,hvac_installation_skill,electrical_skill,refrigeration_skill,ductwork_skill,"
    "diagnostics_skill,customer_service_skill,safety_protocols_skill",
    technician_name="name",
)  # fmt: skip
EQUIPMENT_TYPES = table_file(
    EquipmentType, "equipment_types", "HVAC equipment types", order=200,
    identity="brand model equipment_type",
    header="equipment_id,brand,model,equipment_type,btu_rating,energy_rating",
)  # fmt: skip
PARTS = table_file(
    Part, "parts", "HVAC parts", order=200, keys={**NAME, **of_supplier("supplier")},
    identity="name_key supplier",
    header="part_id,part_name,part_category,unit_cost,supplier",
    part_name="name",
)  # fmt: skip
LEADS = table_file(
    Lead, "leads", "HVAC leads", order=200, keys={**PHONE, **EMAIL},
    identity="first_name last_name created_date",
    header="lead_id,first_name,last_name,company_name,phone,email,address,lead_source,service_interest,estimated_value,"
    "urgency,status,created_date,last_contact_date,assigned_to,notes,conversion_probability",
)  # fmt: skip
INSTALLED_DEVICES = table_file(
    InstalledDevice, "installed_devices", "HVAC installed devices", order=210,
    identity="serial_number",
    header="installation_id,customer_id,equipment_id,installation_date,warranty_end_date,serial_number,"
    "installation_location,status,last_maintenance_date",
)  # fmt: skip
SERVICE_CALLS = table_file(
    ServiceCall, "service_calls", "HVAC service calls", order=215,
    identity="customer_ref service_date",
    header="service_call_id,customer_id,technician_id,equipment_id,service_date,service_type,duration_hours,labor_cost,"
    "parts_cost,total_cost",
    spare="quote_id,contract_id,subscription_id",
)  # fmt: skip
VEHICLE_FLEET = table_file(
    Vehicle, "vehicle_fleet", "HVAC vehicles", order=210,
    identity="vin",
    header="vehicle_id,vehicle_number,make,model,year,vehicle_type,license_plate,vin,assigned_technician_id,"
    "purchase_date,current_mileage,last_maintenance_date,next_maintenance_mileage,status,fuel_type,gps_enabled",
)  # fmt: skip
MAILING_LIST = table_file(
    MailingContact, "mailing_list", "HVAC mailing list", order=210, keys={**PHONE, **EMAIL},
    identity="email_key subscription_date",
    header="contact_id,customer_id,email,first_name,last_name,phone,address,contact_source,subscription_status,"
    "subscription_date,preferred_contact_method,interests",
)  # fmt: skip
SUBSCRIPTIONS = table_file(
    Subscription, "subscriptions", "HVAC subscriptions", order=205,
    identity="customer_ref service_plan start_date",
    header="subscription_id,customer_id,service_plan,start_date,end_date,annual_cost,payment_frequency,status,"
    "auto_renewal,services_included,discount_percentage,next_service_date",
)  # fmt: skip
INVENTORY = table_file(
    StockItem, "inventory", "HVAC inventory", order=210,
    identity="part_ref",
    header="inventory_id,part_id,warehouse_location,current_stock,reorder_point,max_stock_level,last_restock_date,"
    "last_restock_quantity,avg_monthly_usage,stock_status,supplier_lead_time_days,abc_classification,last_count_date,"
    "unit_cost,total_value",
)  # fmt: skip
QUOTES = table_file(
    Quote, "quotes", "HVAC quotes", order=210,
    identity="quote_number customer_ref quote_date",
    header="quote_id,quote_number,customer_id,equipment_id,quote_date,valid_until,quote_type,description,labor_hours,"
    "labor_rate,labor_cost,equipment_cost,parts_cost,total_amount,status,created_by,follow_up_date,notes",
    spare="opportunity_id",
)  # fmt: skip
PARTS_USAGE = table_file(
    PartUsage, "parts_usage", "HVAC parts used", order=220,
    identity="service_call_ref part_ref",
    header="usage_id,service_call_id,part_id,quantity_used,usage_date",
)  # fmt: skip
INCIDENT_RESPONSE = table_file(
    IncidentResponse, "incident_response", "HVAC incidents", order=220,
    identity="service_call_ref",
    header="incident_id,service_call_id,incident_type,severity_level,reported_time,response_time_minutes,"
    "resolution_time_minutes,responding_technician_id,backup_technician_id,resolution_status,customer_satisfaction,"
    "follow_up_required",
)  # fmt: skip
INVOICES = table_file(
    Invoice, "invoices", "HVAC invoices", order=220,
    identity="invoice_number service_call_ref",
    header="invoice_id,invoice_number,service_call_id,customer_id,issue_date,due_date,payment_terms,subtotal,tax_rate,"
    "tax_amount,total_amount,status,notes",
)  # fmt: skip
APPOINTMENTS = table_file(
    Appointment, "appointments", "HVAC appointments", order=220,
    identity="customer_ref service_call_ref created_date",
    header="appointment_id,customer_id,technician_id,service_call_id,appointment_date,scheduled_time,appointment_type,"
    "estimated_duration_hours,status,priority,special_instructions,created_date,confirmed_date",
    scheduled_time="booked_at",
)  # fmt: skip
WORK_ORDERS = table_file(
    WorkOrder, "work_orders", "HVAC work orders", order=220,
    identity="work_order_number service_call_ref",
    header="work_order_id,service_call_id,technician_id,work_order_number,description,instructions,safety_requirements,"
    "estimated_hours,actual_hours,status,priority,completion_notes,customer_signature_required",
)  # fmt: skip
CUSTOMER_FEEDBACK = table_file(
    CustomerFeedback, "customer_feedback", "HVAC customer feedback", order=220,
    identity="service_call_ref feedback_date",
    header="feedback_id,service_call_id,customer_id,feedback_date,feedback_type,overall_satisfaction,technician_rating,"
    "timeliness_rating,quality_rating,value_rating,comments,would_recommend,follow_up_required,source",
)  # fmt: skip
PAYMENTS = table_file(
    Payment, "payments", "HVAC payments", order=230,
    identity="transaction_id invoice_ref",
    header="payment_id,invoice_id,payment_date,amount,payment_method,transaction_id,status,processing_fee,notes",
)  # fmt: skip

TABLES = (
    CUSTOMERS, TECHNICIANS, EQUIPMENT_TYPES, PARTS, LEADS, INSTALLED_DEVICES, SERVICE_CALLS, VEHICLE_FLEET, MAILING_LIST,
    SUBSCRIPTIONS, INVENTORY, QUOTES, PARTS_USAGE, INCIDENT_RESPONSE, INVOICES, APPOINTMENTS, WORK_ORDERS,
    CUSTOMER_FEEDBACK, PAYMENTS,
)  # fmt: skip
