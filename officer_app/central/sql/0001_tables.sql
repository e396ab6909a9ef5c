-- The centre's own tables. Every key begins with the site, so that a table can be distributed by site; the other indexes
-- begin with what tells rows apart, because a planner without statistics takes any index that begins with the site.
-- Nobody has rights on them but the owner of the functions in api_v1 and admin_v1, and the people of 0001_grants.sql.

create table core.site (
    site text primary key check (site ~ '^[^[:cntrl:]]{1,64}$'),
    -- What this database may grant as: the centre itself, or one post's own server (then `place_holder` names it).
    place_kind text not null default 'centre' check (place_kind in ('centre', 'post')),
    place_holder text not null default ''
);

-- A restore from backup begins a new epoch: every workstation then pulls its feeds again from the start.
create table core.feed_epoch (
    site text not null references core.site,
    number integer not null check (number > 0),
    epoch uuid not null,
    since timestamptz not null default clock_timestamp(),
    primary key (site, number)
);

create table core.feed_counter (
    site text not null references core.site,
    feed text not null check (feed in ('acts', 'records')),
    last bigint not null default 0,
    primary key (site, feed)
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

-- `body` is what was signed. The columns between station_seq and mode are verified copies of its fields; an act that
-- the centre refuses is kept with its bytes and its reason, has none of the copies and no place in the feed.
create table core.act (
    site text not null,
    station text not null,
    station_seq bigint not null check (station_seq > 0),
    feed_seq bigint check (feed_seq > 0),
    act_id text,
    kind text,
    subject_kind text,
    subject_number text,
    round integer,
    officer text,
    at timestamptz,
    mode text,
    body bytea not null,
    hash bytea not null check (octet_length(hash) = 32),
    signature bytea not null,
    received timestamptz not null default clock_timestamp(),
    refused_code text,
    primary key (site, station, station_seq),
    unique (site, act_id),
    unique (site, feed_seq),
    check ((refused_code is null) = (feed_seq is not null)),
    check (refused_code is not null or num_nulls(act_id, kind, subject_kind, subject_number, round, officer, at, mode) = 0)
);
create index act_by_subject on core.act (subject_number, subject_kind, site, feed_seq);

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

-- Which act released a round: the first that asked or, where nobody asked, the first that arrived.
create table core.decision (
    site text not null references core.site,
    permit text not null,
    round integer not null check (round > 0),
    act_id text not null,
    station text not null,
    officer text not null,
    at timestamptz not null default clock_timestamp(),
    granted_by text not null,
    primary key (site, permit, round)
);
create index decision_by_act on core.decision (act_id, site);

-- A release that contradicts a decision. Two people close it; nothing closes by itself.
create table core.conflict (
    site text not null references core.site,
    permit text not null,
    round integer not null,
    winner text not null,
    loser text not null,
    at timestamptz not null default clock_timestamp(),
    closed_by text,
    closed_second text,
    closed_reason text,
    closed_at timestamptz,
    primary key (site, permit, round, loser),
    check (num_nulls(closed_by, closed_second, closed_reason, closed_at) in (0, 4)),
    check (closed_by <> closed_second)
);

-- Who grants the releases of a post. No row: the centre. The row of the highest epoch holds.
create table core.authority (
    site text not null references core.site,
    post text not null,
    epoch integer not null check (epoch > 0),
    kind text not null check (kind in ('centre', 'workstation', 'post')),
    holder text not null,
    since timestamptz not null default clock_timestamp(),
    primary key (site, post, epoch)
);
