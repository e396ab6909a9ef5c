-- What e-Tracking and reports read.

create view report.permit_events with (security_barrier) as
select a.site, a.subject_number as permit, a.round, a.at, a.kind,
    convert_from(a.body, 'UTF8')::jsonb #>> '{fields,outcome}' as outcome,
    a.officer, a.station, a.mode, a.received, a.feed_seq
from core.act a
where a.subject_kind = 'permit';

create view report.transit_events with (security_barrier) as
select a.site, a.subject_number as declaration, a.round, a.at, a.kind, a.officer, a.station, a.mode, a.received, a.feed_seq
from core.act a
where a.subject_kind = 'transit';
