-- One more document: the card of a foreigner who lives in Costa Rica.
ALTER TABLE registry_identifier DROP CONSTRAINT registry_identifier_kind_check;
ALTER TABLE registry_identifier ADD CONSTRAINT registry_identifier_kind_check
    CHECK (kind IN ('DNI', 'CE', 'CR', 'DIMEX', 'ERASED'));
