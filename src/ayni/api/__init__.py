"""Programmes ask here: REST with OpenAPI, later FHIR."""
