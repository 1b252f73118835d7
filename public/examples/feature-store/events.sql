-- Events of one hour of a shop, made up but always the same for the same hour.
-- Arguments: the end of the hour, three times; events to make up.
create table if not exists events (
  customer_id integer not null,
  kind text not null,
  amount numeric(10, 2),
  happened_at timestamp not null
);

create index if not exists events_by_time on events (happened_at);

delete from events where happened_at >= cast(? as timestamp) - interval '1 hour' and happened_at < cast(? as timestamp);

with hour as (
  select cast(? as timestamp) - interval '1 hour' as begins, cast(? as integer) as wanted
),
numbered as (
  select begins, n, md5(begins::text || ':' || n) as dice from hour, lateral generate_series(1, wanted) as n
),
drawn as (
  select
    begins,
    ('x' || substr(dice, 1, 7))::bit(28)::int as a,
    ('x' || substr(dice, 9, 7))::bit(28)::int as b,
    ('x' || substr(dice, 17, 7))::bit(28)::int as c,
    ('x' || substr(dice, 25, 7))::bit(28)::int as d
  from numbered
)
insert into events
  select
    1 + a % 500,
    case when b % 100 < 12 then 'order' when b % 100 < 30 then 'basket' else 'view' end,
    case when b % 100 < 12 then round((5 + c % 9000 / 60.0)::numeric, 2) end,
    begins + (d % 3600) * interval '1 second'
  from drawn;
