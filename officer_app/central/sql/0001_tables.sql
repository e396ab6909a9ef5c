-- The centre's own tables. Every key has the site in it, so that a table can be distributed by site; what is looked up by
-- other values begins with those, because a planner without statistics takes any index that begins with the site.
-- Nobody has rights on them but the owner of the functions in api_v1 and admin_v1, and the people of 0001_grants.sql.

create table core.site (
    site text primary key check (site ~ '^[^[:cntrl:]]{1,64}$'),
    -- What this database may grant as: the centre itself, or one post's own server (then `place_holder` names it).
    place_kind text not null default 'centre' check (place_kind in ('centre', 'post')),
    place_holder text not null default '',
    -- Set once, by the first enrolment or by the administration: a sample never counts at a real site, nor the other way round.
    mode text check (mode in ('real', 'training', 'sample')),
    -- After a restore from backup nobody grants until every workstation was heard again.
    recovering boolean not null default false
);

-- A restore from backup begins a new epoch: every workstation then pulls its feeds again from the start.
-- `authorities_beyond`: under this epoch of the feed every authority of every post bears an epoch beyond this one, also of a post
-- that the backup did not know.
create table core.feed_epoch (
    site text not null references core.site,
    number integer not null check (number > 0),
    epoch uuid not null,
    authorities_beyond integer not null default 0,
    since timestamptz not null default clock_timestamp(),
    primary key (site, number)
);

-- `digest`: what the feed comes to. Acts: SHA-256 chained over the hashes in the order of the feed (hex). Records: the sum of
-- what every newest record weighs (decimal), which no order changes.
create table core.feed_counter (
    site text not null references core.site,
    feed text not null check (feed in ('acts', 'records', 'decisions')),
    last bigint not null default 0,
    digest text not null default '',
    primary key (site, feed)
);

create table core.feed_mark (
    site text not null references core.site,
    feed text not null,
    feed_seq bigint not null,
    digest text not null,
    primary key (site, feed, feed_seq)
);

create table core.station (
    site text not null references core.site,
    station text not null check (station ~ '^[^[:cntrl:]]{1,64}$'),
    role_name text not null,
    public_key bytea not null,
    desk text not null,
    post text not null,
    active boolean not null default true,
    enrolled timestamptz not null default clock_timestamp(),
    primary key (site, station),
    unique (site, role_name)
);
create index station_by_role on core.station (role_name);

create table core.head (
    site text not null,
    station text not null,
    last_seq bigint not null default 0,
    last_hash bytea not null default decode(repeat('00', 32), 'hex'),
    primary key (site, station),
    foreign key (site, station) references core.station
);

-- The kinds of act that this version takes; `central init` brings those of its program (officer_app/core/acts.py).
create table core.act_kind (
    kind text primary key
);

-- `body` is what was signed. The columns between feed_seq and mode are verified copies of its fields.
create table core.act (
    site text not null,
    station text not null,
    station_seq bigint not null check (station_seq > 0),
    feed_seq bigint not null check (feed_seq > 0),
    act_id text not null,
    kind text not null,
    subject_kind text not null,
    subject_number text not null,
    round integer not null,
    officer text not null,
    at timestamptz not null,
    mode text not null,
    body bytea not null,
    hash bytea not null check (octet_length(hash) = 32),
    signature bytea not null,
    received timestamptz not null default clock_timestamp(),
    primary key (site, station, station_seq),
    unique (act_id, site),
    unique (site, feed_seq)
);
create index act_by_subject on core.act (subject_number, subject_kind, site, feed_seq);

-- Acts with unusable content keep their place in the chain, with their bytes and a reason, and are not fed on. One that a newer
-- version can use stands in core.act besides.
create table core.refused_act (
    site text not null,
    station text not null,
    station_seq bigint not null check (station_seq > 0),
    body bytea not null,
    hash bytea not null check (octet_length(hash) = 32),
    signature bytea not null,
    reason text not null,
    received timestamptz not null default clock_timestamp(),
    primary key (site, station, station_seq)
);

-- The whole chain of each workstation.
create view core.chain as
select a.site, a.station, a.station_seq, a.act_id, a.body, a.hash, a.signature, a.received, a.feed_seq, null as reason
from core.act a
union all
select r.site, r.station, r.station_seq, null, r.body, r.hash, r.signature, r.received, null, r.reason
from core.refused_act r
where not exists (
    select from core.act a where a.site = r.site and a.station = r.station and a.station_seq = r.station_seq);

-- The newest row of a (kind, number) is the record as it is now; the older ones are what the feed said before.
create table core.record_feed (
    site text not null references core.site,
    feed_seq bigint not null check (feed_seq > 0),
    kind text not null,
    number text not null,
    doc text not null check (deleted or doc::jsonb is not null),
    provenance text not null,
    as_of timestamptz not null,
    deleted boolean not null,
    keys jsonb not null,
    loaded timestamptz not null default clock_timestamp(),
    primary key (site, feed_seq)
);
create index record_by_number on core.record_feed (number, kind, site, feed_seq desc);

-- Which act released a round: the first that asked or, where nobody asked, the first that arrived. `withdrawn` names the stamp
-- whose annulment was granted; empty for a release. `number` counts the decisions of a post's own server without gaps, so that
-- the centre can prove that it heard of each.
create table core.decision (
    site text not null references core.site,
    permit text not null,
    round integer not null check (round > 0),
    withdrawn text not null default '',
    act_id text not null,
    station text not null,
    officer text not null,
    at timestamptz not null default clock_timestamp(),
    granted_by text not null,
    post text not null default '',
    epoch integer not null default 0,
    number bigint,
    -- The installation that asked, at this place or at the post's own server; null where nobody asked.
    seat text,
    primary key (site, permit, round, withdrawn)
);
create index decision_by_act on core.decision (act_id, site);
create unique index decision_by_number on core.decision (site, number) where number is not null;
create index decision_by_time on core.decision (at, site);

-- A right that was granted to another installation of the same workstation, which two officers looked into: this one uses it now.
create table core.granted_again (
    site text not null,
    permit text not null,
    round integer not null,
    act_id text not null,
    seat text not null,
    at timestamptz not null default clock_timestamp(),
    primary key (site, permit, round, act_id)
);

-- A release that contradicts a decision; its case says who closes it.
create table core.conflict (
    site text not null references core.site,
    permit text not null,
    round integer not null,
    winner text not null,
    loser text not null,
    at timestamptz not null default clock_timestamp(),
    primary key (site, permit, round, loser)
);
create index conflict_by_loser on core.conflict (loser, site);

-- Who grants the releases of a post. No row: the centre. The row of the highest epoch holds. `acts_place`: who grants from this
-- epoch on has to know the feed of acts up to here. `forced`: the act of two people that took the right from an authority which
-- had not handed it back; empty otherwise.
create table core.authority (
    site text not null references core.site,
    post text not null,
    epoch integer not null check (epoch > 0),
    kind text not null check (kind in ('centre', 'workstation', 'post')),
    holder text not null,
    since timestamptz not null default clock_timestamp(),
    acts_place bigint not null default 0,
    forced text not null default '',
    primary key (site, post, epoch)
);

-- A row to lock: claims of a post share it, whoever moves the post's authority holds it alone.
create table core.post (
    site text not null references core.site,
    post text not null check (post ~ '^[^[:cntrl:]]{1,64}$'),
    primary key (site, post)
);

-- From which installations a workstation spoke. `word`: what only the one that was here last knows, under which epoch of the feed
-- it was said. A journal that was copied, moved or put back speaks from a new one.
create table core.seat (
    site text not null,
    station text not null,
    seat text not null,
    number integer not null check (number > 0),
    word text not null,
    feed_epoch integer not null,
    since timestamptz not null default clock_timestamp(),
    primary key (site, station, seat),
    unique (site, station, number),
    foreign key (site, station) references core.station
);

-- Which installation of the workstation grants that is an authority; nobody where there is none.
create table core.authority_seat (
    site text not null,
    post text not null,
    epoch integer not null,
    seat text not null,
    primary key (site, post, epoch),
    foreign key (site, post, epoch) references core.authority
);

-- An authority's last act of its epoch. `decisions`: how many it had made by then, for a post with a server of its own, and under
-- which epoch of its feed (`server`). At the post's own server also what its lanes told of epochs that are over.
create table core.handed_back (
    site text not null references core.site,
    post text not null,
    epoch integer not null,
    station text not null,
    act_id text not null default '',
    decisions bigint not null default 0,
    server text not null default '',
    at timestamptz not null default clock_timestamp(),
    primary key (site, post, epoch)
);

-- At a post's own server: two officers let it go on after a restore, under this epoch of its feed.
create table core.reopened (
    site text not null references core.site,
    server text not null,
    station text not null,
    act_id text not null,
    at timestamptz not null default clock_timestamp(),
    primary key (site, server)
);

-- How many decisions of a post's own server the centre was told. One that was put back from a backup counts anew (`server`).
create table core.told (
    site text not null references core.site,
    post text not null,
    server text not null,
    last bigint not null default 0,
    primary key (site, post, server)
);

-- What people have to look at, with the evidence of both sides; two officers close it, by an act.
create table core.case_file (
    site text not null references core.site,
    case_id text not null,
    kind text not null,
    subject text not null,
    evidence jsonb not null,
    opened timestamptz not null default clock_timestamp(),
    closed_act text,
    closed_by text,
    closed_second text,
    closed_reason text,
    closed_at timestamptz,
    primary key (site, case_id),
    check (num_nulls(closed_act, closed_by, closed_second, closed_reason, closed_at) in (0, 5)),
    check (lower(closed_by) <> lower(closed_second))
);

-- The other bytes under a sequence that is taken: kept as they came.
create table core.fork (
    site text not null,
    station text not null,
    station_seq bigint not null,
    hash bytea not null,
    body bytea not null,
    signature bytea not null,
    at timestamptz not null default clock_timestamp(),
    primary key (site, station, station_seq, hash)
);

-- Which workstations have sent all they had since the centre was restored.
create table core.heard_again (
    site text not null,
    station text not null,
    number integer not null,
    at timestamptz not null default clock_timestamp(),
    primary key (site, station, number)
);

-- A snapshot of the feed of records: what a new workstation loads first. Signed by the office, not by this database; the
-- manifest names every part by its digest.
create table core.snapshot (
    site text not null references core.site,
    snapshot_id text not null,
    place bigint not null,
    made timestamptz not null default clock_timestamp(),
    manifest bytea not null,
    signature bytea not null,
    primary key (site, snapshot_id)
);
create table core.snapshot_part (
    site text not null,
    snapshot_id text not null,
    part integer not null check (part > 0),
    content bytea not null,
    primary key (site, snapshot_id, part)
);
alter table core.snapshot_part alter content set storage external;
