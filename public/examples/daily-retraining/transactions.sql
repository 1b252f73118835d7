-- Card payments of eight days, made up but always the same for the same day: every figure is drawn from a hash of
-- the day and the payment's number. Arguments: the day the run is for, payments a day.
create table if not exists transactions (
  id bigint primary key,
  happened_at timestamp not null,
  customer_id integer not null,
  amount numeric(10, 2) not null,
  country text not null,
  channel text not null,
  card_age_days integer not null,
  is_fraud integer not null
);

create or replace function draw(seed text, salt text) returns double precision
  language sql immutable as $$
    select ('x' || substr(md5(seed || ':' || salt), 1, 7))::bit(28)::int / 268435456.0::double precision
  $$;

delete from transactions where happened_at >= cast(? as date) - 8 and happened_at < cast(? as date);

insert into transactions
  select
    extract(epoch from day)::bigint / 86400 * 100000 + n,
    day + round(86399 * case when at_night then 0.25 * draw(seed, 'hour') else draw(seed, 'hour') end)::int * interval '1 second',
    customer,
    amount,
    country,
    channel,
    card_age,
    case when draw(seed, 'label') < 1 / (1 + exp(-risk)) then 1 else 0 end
  from (
    select d.*,
      -5.5
        + 1.1 * ln(1 + amount / 40)
        + case when amount < 13 then 2.1 else 0 end
        + case when at_night then 1.6 else 0 end
        + case when country in ('FR', 'DE', 'NL') then -0.6 when country = 'XX' then 1.9 else 0.2 end
        + case when channel = 'web' then 0.9 when channel = 'app' then 0.1 else -0.9 end
        + case when card_age < 30 and channel = 'web' then 1.8 when card_age < 30 then 0.5 else 0 end
        + case when customer % 17 = 0 then 1.2 else 0 end as risk
    from (
      select
        cast(? as date) - back as day,
        n,
        seed,
        draw(seed, 'night') < 0.22 as at_night,
        1 + (draw(seed, 'customer') * 900)::int as customer,
        round((8 + 90 * power(-ln(1 - draw(seed, 'amount')), 1.4))::numeric, 2) as amount,
        (array['FR', 'DE', 'NL', 'ES', 'IT', 'XX'])[1 + floor(draw(seed, 'country') * 6)::int] as country,
        (array['shop', 'shop', 'web', 'web', 'app'])[1 + floor(draw(seed, 'channel') * 5)::int] as channel,
        floor(power(draw(seed, 'card'), 2) * 1500)::int as card_age
      from generate_series(1, 8) as back,
        generate_series(1, cast(? as integer)) as n,
        lateral (select (cast(? as date) - back)::text || '/' || n as seed) as s
    ) as d
  ) as p;
