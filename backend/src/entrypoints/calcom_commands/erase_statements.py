"""The statements of `erase-sql`, for Cal.com 5.4 to Cal.diy 6.2 (their own schema; CALCOM.md A8, B, E). No value stands in
them but in the first table, so that there is one place to quote.

A booking row stays, without its person: it is what the calendar and the other seats hang on. Of a seated row only the person's
own seat changes, and the answers of the row where they are that person's (CALCOM.md L).
"""

STATEMENTS = r"""-- Apaga uma pessoa no banco do Cal.com. Contém dados pessoais: não guarde esta saída.
-- Faça antes um backup do banco, e siga infra/runbooks/calcom-erase-patient.md.
BEGIN;
CREATE TEMP TABLE apagar_quem ON COMMIT DROP AS SELECT @quem@;

CREATE TEMP TABLE apagar_pessoas ON COMMIT DROP AS
SELECT a."id", a."bookingId" FROM "Attendee" a CROSS JOIN apagar_quem q
LEFT JOIN "Booking" b ON b."id" = a."bookingId"
LEFT JOIN "BookingSeat" s ON s."attendeeId" = a."id"
WHERE (cardinality(q.nomes) = 0 OR lower(a."name") = ANY (q.nomes))
  AND (lower(a."email") = ANY (q.emails) OR a."phoneNumber" = ANY (q.telefones)
       OR s."referenceUid" = ANY (q.vagas)
       -- Quem divide um horário com outros é dito pela vaga, nunca pela reserva, que é de todos.
       OR (b."uid" = ANY (q.reservas) AND NOT EXISTS (SELECT 1 FROM "BookingSeat" o WHERE o."bookingId" = b."id")));

-- As linhas cujas respostas são da pessoa: sem vagas, onde ela é quem reservou; com vagas, onde as respostas são dela.
CREATE TEMP TABLE apagar_reservas ON COMMIT DROP AS
SELECT b."id", b."uid" FROM "Booking" b CROSS JOIN apagar_quem q
WHERE (NOT EXISTS (SELECT 1 FROM "BookingSeat" s WHERE s."bookingId" = b."id")
       AND (SELECT min(a."id") FROM "Attendee" a WHERE a."bookingId" = b."id") IN (SELECT "id" FROM apagar_pessoas))
   OR (lower(b."responses" ->> 'email') = ANY (q.emails) AND lower(b."responses" ->> 'name') = ANY (q.nomes));

SELECT (SELECT count(*) FROM apagar_pessoas) AS pessoas, (SELECT count(*) FROM apagar_reservas) AS reservas;
SELECT b."id", b."startTime", b."status" FROM "Booking" b
WHERE b."id" IN (SELECT "id" FROM apagar_reservas UNION SELECT "bookingId" FROM apagar_pessoas) ORDER BY b."startTime";

-- Os avisos ainda por enviar levam a reserva inteira.
DELETE FROM "WebhookScheduledTriggers"
WHERE "bookingId" IN (SELECT "id" FROM apagar_reservas UNION SELECT "bookingId" FROM apagar_pessoas);
DELETE FROM "Task" t USING apagar_quem q
WHERE EXISTS (SELECT 1 FROM apagar_reservas r WHERE strpos(t."payload", r."uid") > 0)
   OR EXISTS (SELECT 1 FROM unnest(q.emails || q.telefones || q.vagas) v WHERE strpos(lower(t."payload"), lower(v)) > 0);

UPDATE "BookingSeat" SET "data" = NULL, "metadata" = NULL WHERE "attendeeId" IN (SELECT "id" FROM apagar_pessoas);
UPDATE "Payment" SET "data" = '{}' WHERE "bookingId" IN (SELECT "id" FROM apagar_reservas);
UPDATE "BookingReference" SET "meetingUrl" = NULL, "meetingPassword" = NULL
WHERE "bookingId" IN (SELECT "id" FROM apagar_reservas);
UPDATE "Booking" SET "title" = 'Removido (LGPD)', "description" = NULL, "customInputs" = NULL, "responses" = NULL,
  "metadata" = NULL, "location" = NULL, "cancellationReason" = NULL, "rejectionReason" = NULL, "smsReminderNumber" = NULL,
  "cancelledBy" = NULL, "rescheduledBy" = NULL, "ratingFeedback" = NULL, "reassignReason" = NULL, "oneTimePassword" = NULL
WHERE "id" IN (SELECT "id" FROM apagar_reservas);
UPDATE "Attendee" SET "email" = 'removido-' || "id" || '@removido.invalid', "name" = 'Removido (LGPD)', "phoneNumber" = NULL
WHERE "id" IN (SELECT "id" FROM apagar_pessoas);

-- O que só algumas versões têm.
DO $apagar$
BEGIN
  IF to_regclass('public."BookingInternalNote"') IS NOT NULL THEN
    DELETE FROM "BookingInternalNote" WHERE "bookingId" IN (SELECT "id" FROM apagar_reservas);
  END IF;
  IF to_regclass('public."App_RoutingForms_FormResponse"') IS NOT NULL THEN
    UPDATE "App_RoutingForms_FormResponse" SET "response" = '{}'
    WHERE "routedToBookingUid" IN (SELECT "uid" FROM apagar_reservas);
  END IF;
END
$apagar$;

-- Procura o que ficou, em toda coluna de texto ou JSON: cada NOTICE diz uma tabela e coluna, e em quantas linhas.
DO $procurar$
DECLARE onde record; quantas bigint;
BEGIN
  FOR onde IN SELECT c.table_name, c.column_name FROM information_schema.columns c
    JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
      AND c.data_type IN ('text', 'character varying', 'json', 'jsonb')
  LOOP
    EXECUTE format('SELECT count(*) FROM %I x, apagar_quem q WHERE EXISTS (SELECT 1 FROM unnest(q.emails || q.telefones) v '
      'WHERE strpos(lower(x.%I::text), v) > 0)', onde.table_name, onde.column_name) INTO quantas;
    IF quantas > 0 THEN
      RAISE NOTICE 'ficou: tabela %, coluna %, linhas %', onde.table_name, onde.column_name, quantas;
    END IF;
  END LOOP;
END
$procurar$;

-- Confira os números e as linhas acima. Para valer, troque a linha abaixo por COMMIT; e execute de novo.
ROLLBACK;"""
