-- Mode of a site, the places that may grant, what they handed back, cases for two people, and digests of the feeds.

-- Set once, by the first enrolment or by the administration: a sample never counts at a real site, nor the other way round.
alter table core.site add mode text check (mode in ('real', 'training', 'sample'));
-- After a restore from backup nobody grants until every workstation was heard again.
alter table core.site add recovering boolean not null default false;
update core.site s set mode = (
    select a.mode from core.act a
    where a.site = s.site and a.mode in ('real', 'training', 'sample') order by a.feed_seq limit 1);

-- A row to lock: claims of a post share it, whoever moves the post's authority holds it alone.
create table core.post (
    site text not null references core.site,
    post text not null check (post ~ '^[^[:cntrl:]]{1,64}$'),
    primary key (site, post)
);
insert into core.post (site, post) select distinct site, post from core.authority;

-- `acts_place`: who grants from this epoch on has to know the feed of acts up to here. `forced`: the act of two people
-- that took the right from an authority which had not handed it back; empty otherwise.
alter table core.authority add acts_place bigint not null default 0;
alter table core.authority add forced text not null default '';

-- An authority's last act of its epoch. `decisions`: how many it had made by then, for a post with a server of its own.
create table core.handed_back (
    site text not null references core.site,
    post text not null,
    epoch integer not null,
    station text not null,
    act_id text not null default '',
    decisions bigint not null default 0,
    at timestamptz not null default clock_timestamp(),
    primary key (site, post, epoch)
);

-- How many decisions of a post's own server the centre was told.
create table core.told (
    site text not null references core.site,
    post text not null,
    last bigint not null default 0,
    primary key (site, post)
);

-- `withdrawn` names the stamp whose annulment was granted; empty for a release. `number` counts the decisions of a post's
-- own server without gaps, so that the centre can prove that it heard of each.
alter table core.decision add withdrawn text not null default '';
alter table core.decision add post text not null default '';
alter table core.decision add epoch integer not null default 0;
alter table core.decision add number bigint;
alter table core.decision drop constraint decision_pkey;
alter table core.decision add primary key (site, permit, round, withdrawn);
create unique index decision_by_number on core.decision (site, number) where number is not null;
create index decision_by_time on core.decision (at, site);

alter table core.feed_counter drop constraint feed_counter_feed_check;
alter table core.feed_counter add check (feed in ('acts', 'records', 'decisions'));
insert into core.feed_counter (site, feed) select site, 'decisions' from core.site on conflict do nothing;

-- Acts: SHA-256 chained over the hashes in the order of the feed (hex). Records: the sum of what every newest record
-- weighs (decimal), which no order changes.
alter table core.feed_counter add digest text not null default '';
create table core.feed_mark (
    site text not null references core.site,
    feed text not null,
    feed_seq bigint not null,
    digest text not null,
    primary key (site, feed, feed_seq)
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

create trigger append_only before update or delete on core.authority
    for each row execute function core.refuse_change();
create trigger append_only before update or delete on core.handed_back
    for each row execute function core.refuse_change();
create trigger append_only before update or delete on core.fork
    for each row execute function core.refuse_change();
alter table core.authority enable always trigger append_only;
alter table core.handed_back enable always trigger append_only;
alter table core.fork enable always trigger append_only;
