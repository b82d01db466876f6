"""The muestrario: every component with invented data, drawn without a database."""
