"""How does a framework leave, and how does one come in? As CASE 1.1 JSON, CSV or XLSX."""
