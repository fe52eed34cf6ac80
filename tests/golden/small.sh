# small.sh - a folder `in` with a handful of documents, for golden cases: `. "$ROOT/tests/golden/small.sh"`.
# One invoice with its shipment and payment, one paid by a third party, one row of each way to be rejected.
mkdir in
cat > in/invoices.csv <<'CSV'
invoice_number,issue_date,seller_name,seller_country,buyer_name,buyer_country,currency,description,hs_code,quantity,unit,unit_price,line_amount,transport_document
INV-1,2024-01-10,Acme Ltd,GB,Bravo GmbH,DE,USD,cashew nuts,080132,1000,KGM,8.50,8500.00,BL-1
INV-2,2024-02-10,Acme Ltd,GB,Bravo GmbH,DE,USD,cashew nuts,080132,2000,KGM,8.40,16800.00,
INV-3,2024-02-30,Acme Ltd,GB,Bravo GmbH,DE,USD,a date that is none,080132,1,KGM,8.50,8.50,
INV-4,2024-03-10,Acme Ltd,GB,Bravo GmbH,DE,XQX,no such currency,080132,1,KGM,8.50,8.50,
INV-5,2024-03-11,Acme Ltd,GB,Bravo GmbH,DE,USD,not a number,080132,1,KGM,8.50,8-50,
INV-6,2024-03-12,,GB,Bravo GmbH,DE,USD,no seller,080132,1,KGM,8.50,8.50,
INV-7,2024-03-13,Acme Ltd,GB,Bravo GmbH,DE
CSV
cat > in/manifest.csv <<'CSV'
transport_document,on_board_date,shipper_name,shipper_country,consignee_name,consignee_country,port_of_loading,port_of_discharge,description,hs_code,quantity,unit,gross_weight_kg,invoice_number
BL-1,2024-01-12,Acme Ltd,GB,Bravo GmbH,DE,GBFXT,DEHAM,cashew nuts,080132,1000,KGM,1020,INV-1
CSV
cat > in/payments.ndjson <<'JSON'
{"payment_id":"P-1","value_date":"2024-02-01","payer_name":"Bravo GmbH","payer_country":"DE","payee_name":"Acme Ltd","payee_country":"GB","amount":"8500.00","currency":"USD","remittance_information":"invoice INV-1"}
{"payment_id":"P-2","value_date":"2024-03-01","payer_name":"Island Holdings","payer_country":"VG","payee_name":"Acme Ltd","payee_country":"GB","amount":"16800.00","currency":"USD","remittance_information":"INV-2 for Bravo"}
JSON
