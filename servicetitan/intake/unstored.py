"""Fields of the API that are known and not stored: nobody needs them, or they are personal."""

from __future__ import annotations

BUSINESS_UNITS = (
    "officialName email phoneNumber currency invoiceHeader invoiceMessage authorizationParagraph "
    "acknowledgementParagraph defaultTaxRate address address.street address.unit address.city address.state "
    "address.zip address.country address.latitude address.longitude address.isManualCoordinates "
    "address.isMilitary materialSku quickbooksClass accountCode franchiseId conceptCode corporateContractNumber "
    "tagTypeIds tenant tenant.id tenant.name tenant.accountCode tenant.franchiseId tenant.conceptCode "
    "tenant.modifiedOn externalData trade division"
)
JOB_TYPES = (
    "skills tagTypeIds priority duration summary enforceRecurringServiceEventSelection invoiceSignaturesRequired "
    "externalData isSmartDispatched"
)
CAMPAIGNS = "isDefaultCampaign otherSource businessUnit otherMedium campaignPhoneNumbers category"
JOBS = (
    "projectId priority appointmentCount lastAppointmentId jobGeneratedLeadSource jobGeneratedLeadSource.jobId "
    "jobGeneratedLeadSource.employeeId notificationsEnabled createdById tagTypeIds leadCallId partnerLeadCallId "
    "bookingId soldById customerPo membershipId total summary customFields externalData"
)
APPOINTMENTS = (
    "appointmentNumber arrivalWindowStart arrivalWindowEnd specialInstructions customerId createdById isConfirmed"
)
ESTIMATES = (
    "projectId locationId name status.value reviewStatus summary soldBy items externalLinks tax isRecommended "
    "budgetCodeId proposalTagName"
)
INVOICES = (
    "budgetCodeId salesTax salesTaxCode salesTaxCode.id salesTaxCode.name salesTaxCode.taxRate taxZoneId "
    "customer.name customerAddress customerAddress.street customerAddress.unit customerAddress.city "
    "customerAddress.state customerAddress.zip customerAddress.country location.name locationAddress "
    "locationAddress.street locationAddress.unit locationAddress.city locationAddress.state locationAddress.zip "
    "locationAddress.country createdBy batch batch.id batch.number batch.name depositedOn job.number job.type "
    "projectId royalty royalty.status royalty.date royalty.sentOn royalty.memo employeeInfo employeeInfo.id "
    "employeeInfo.name employeeInfo.modifiedOn commissionEligibilityDate sentStatus reviewStatus assignedTo "
    "assignedTo.id assignedTo.name summary customFields importId exportId materialSkuId membershipId customer "
    "location businessUnit job invoiceType items"
)
PAYMENTS = (
    "customer.name referenceNumber checkNumber authCode memo batch batch.id batch.number batch.name deposit "
    "deposit.id deposit.name generalLedgerAccount generalLedgerAccount.id generalLedgerAccount.name "
    "generalLedgerAccount.number generalLedgerAccount.type generalLedgerAccount.detailType createdBy customFields "
    "customer businessUnit appliedTo"
)
CUSTOMERS = (
    "address address.street address.unit address.city address.state address.zip address.country address.latitude "
    "address.longitude customFields taxExempt doNotMail doNotService nationalAccount tagTypeIds createdById "
    "paymentTermId creditLimit creditLimitBalance externalData"
)
LOCATIONS = (
    "address address.street address.unit address.city address.state address.zip address.country address.latitude "
    "address.longitude customFields createdById zoneId taxZoneId taxExempt tagTypeIds externalData"
)
TECHNICIANS = (
    "userId firstName lastName roleIds mainZoneId zoneIds email phoneNumber loginName mobilePhone "
    "outboundCallerId home home.street home.unit home.country home.city home.state home.zip home.streetAddress "
    "home.latitude home.longitude dailyGoal isManagedTech licenseType customFields aadUserId burdenRate "
    "hourlyRate commissionRate soldByRate jobFilter permissions accountLocked currentValue jobId appoitmentId "
    "status shiftStart shiftEnd startDate payrollId payrollProfileId skills positions location location.latitude "
    "location.longitude location.coordinatesUpdatedOn bio memo"
)
GROSS_PAY_ITEMS = (
    "employeePayrollId projectNumber projectId invoiceNumber customerId locationId customerName locationName "
    "locationAddress locationZip zoneName taxZoneName laborTypeId laborTypeCode budgetCodeId isPrevailingWageJob "
    "memo"
)
PAYROLL_ADJUSTMENTS = "memo activityCodeId hours rate quantity"
PURCHASE_ORDERS = (
    "number typeId technicianId shipTo shipTo.street shipTo.unit shipTo.city shipTo.state shipTo.zip "
    "shipTo.country inventoryLocationId batchId budgetCodeId vendorDocumentNumber summary customFields"
)
RETURNS = (
    "number referenceNumber vendorId projectId budgetCodeId inventoryLocationId createdById memo batchId batch "
    "batch.id batch.number batch.name syncStatus canceledById canceledReason customFields externalData"
)
INVOICE_ITEMS = (
    "description price skuName skuId inventory taxable isChargeable addOn inventoryLocationId inventoryLocation "
    "inventoryStatus budgetCodeId membershipTypeId generalLedgerAccount costOfSaleAccount assetAccount itemGroup "
    "generalLedgerAccount.id generalLedgerAccount.name generalLedgerAccount.number generalLedgerAccount.type generalLedgerAccount.detailType "
    "costOfSaleAccount.id costOfSaleAccount.name costOfSaleAccount.number costOfSaleAccount.type costOfSaleAccount.detailType "
    "assetAccount.id assetAccount.name assetAccount.number assetAccount.type assetAccount.detailType "
    "itemGroup.rootId itemGroup.name "
    "displayName soldHours order displayInAmount memberPrice createdOn modifiedOn serviceDate businessUnit createdById "
    "technicianId installedEquipmentId estimateItemId importId exportId"
)
PAYMENT_APPLICATIONS = "appliedBy"
