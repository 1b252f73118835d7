import { speaking } from '../definitions.ts'
import { is } from '../stage.ts'
import { type Facts, section, story } from '../story.ts'

/** Expressions, each with what it prints on First. */
const prints = (title: string, from: string, pairs: Readonly<Record<string, string>>, more: Partial<Facts> = {}) =>
  story(title, { from, ...more }, async stage => {
    const pipeline = await stage.running(speaking)
    const printed: Record<string, string> = {}
    for (const expression of Object.keys(pairs)) printed[expression] = await pipeline.evaluates(expression)
    is(printed, pairs)
  })

/** What it prints in a run that started on 2026-03-01 at midnight, a Sunday. */
const thatMorning = { clock: true } as const

export const functions = section('what expressions print', [
  prints('plain text is itself', '§11 template', { 'no expression': 'no expression', '': '', 'a # b': 'a # b' }),

  prints('text around an expression stays', '§11 template', { 'x-#{1 + 1}-y': 'x-2-y', '#{1}#{2}': '12' }),

  prints('fields of the object by name', '§11 x field of the current effective object', {
    '#{command}': 'true',
    '#{myWord}': 'hello',
    '#{workerGroup}': 'group',
  }),

  prints('name and id', '§11 #{name}, #{id}', { '#{name}': 'First', '#{id}': 'First' }),

  prints('fields with a star, with or without it', '§11 *myPassword likewise', { '#{*myPassword}': 'secret' }),

  prints(
    'runtime fields',
    '§11 @x runtime field',
    {
      '#{@scheduledStartTime}': '2026-03-01T00:00:00',
      '#{@scheduledEndTime}': '2026-03-01T00:00:00',
      '#{@status}': 'WAITING_FOR_RUNNER',
    },
    thatMorning,
  ),

  prints('a dot follows a reference', '§11 a.b follows a reference field', {
    '#{input.directoryPath}': 's3://bucket/2026/',
    '#{parent.workerGroup}': 'group',
    '#{input.parent.workerGroup}': 'group',
  }),

  prints('a bare reference is the id', '§11 renders as the id [U]', { '#{input}': 'Data' }, { ours: 'bareReference' }),

  prints(
    'numbers add, words join',
    '§11 + adds numbers, else concatenates',
    {
      '#{1 + 2}': '3',
      "#{'1' + 'a'}": '1a',
      "#{'n' + 2}": 'n2',
      "#{myWord + ' world'}": 'hello world',
      "#{'at ' + @scheduledStartTime}": 'at 2026-03-01T00:00:00',
    },
    thatMorning,
  ),

  prints('whole numbers divide whole', '§11 int/int truncates', {
    '#{7 / 2}': '3',
    '#{1 / 2}': '0',
    '#{-7 / 2}': '-3',
  }),

  prints('powers are floats', '§11 ^ yields a float', { '#{2 ^ 2}': '4.0', '#{2 ^ 10}': '1024.0' }),

  prints('a half has its zero', '§11 print 0.5 [U]', { '#{1.0/2}': '0.5' }, { ours: 'halfPrinted' }),

  prints('products bind tighter than sums, brackets tightest', '§11 grammar', {
    '#{1 + 2 * 3}': '7',
    '#{(1 + 2) * 3}': '9',
    '#{10 - 2 - 3}': '5',
    '#{-2 + 5}': '3',
  }),

  prints(
    'a function may stand behind its first argument',
    '§11 method form equals function form [D]',
    {
      "#{@scheduledStartTime.format('YYYY-MM-dd')}": '2026-03-01',
      "#{format(@scheduledStartTime,'YYYY-MM-dd')}": '2026-03-01',
    },
    thatMorning,
  ),

  prints(
    'functions nest',
    '§11 functions nest',
    {
      "#{format(minusDays(@scheduledStartTime, 1), 'MM/dd')}": '02/28',
      '#{year(plusMonths(@scheduledStartTime, 10))}': '2027',
    },
    thatMorning,
  ),

  prints('parts of a time', '§11 year month day dayOfYear hour minute', {
    '#{year(makeDateTime(2011,5,24,17,10))}': '2011',
    '#{month(makeDateTime(2011,5,24,17,10))}': '5',
    '#{day(makeDateTime(2011,5,24,17,10))}': '24',
    '#{dayOfYear(makeDateTime(2011,5,24,17,10))}': '144',
    '#{hour(makeDateTime(2011,5,24,17,10))}': '17',
    '#{minute(makeDateTime(2011,5,24,17,10))}': '10',
  }),

  prints(
    'times print without a zone',
    '§11 DateTime prints; trailing z [U]',
    {
      '#{makeDate(2011,5,24)}': '2011-05-24T00:00:00',
      '#{makeDateTime(2011,5,24,14,21)}': '2011-05-24T14:21:00',
    },
    { ours: 'noSuffix' },
  ),

  prints('later and earlier', '§11 plus|minus…', {
    '#{plusMinutes(makeDate(2011,5,24), 1)}': '2011-05-24T00:01:00',
    '#{minusHours(makeDate(2011,5,24), 1)}': '2011-05-23T23:00:00',
    '#{plusWeeks(makeDate(2011,5,24), 1)}': '2011-05-31T00:00:00',
    '#{plusMonths(makeDate(2011,1,31), 1)}': '2011-02-28T00:00:00',
    '#{minusYears(makeDate(2012,2,29), 1)}': '2011-02-28T00:00:00',
  }),

  prints(
    'firstOfMonth and sunday keep the time of day',
    '§11 keep the time of day',
    {
      '#{firstOfMonth(makeDateTime(2011,5,24,17,10))}': '2011-05-01T17:10:00',
      '#{sunday(makeDateTime(2011,5,24,17,10))}': '2011-05-22T17:10:00',
      '#{sunday(@scheduledStartTime)}': '2026-03-01T00:00:00',
    },
    thatMorning,
  ),

  prints('midnight is that of the same day, yesterday a day before', '§11 midnight, yesterday', {
    '#{midnight(makeDateTime(2011,5,24,17,10))}': '2011-05-24T00:00:00',
    '#{yesterday(makeDateTime(2011,5,24,17,10))}': '2011-05-23T17:10:00',
  }),

  prints('a period may be added, a zone changed', '§11 seen but not tabled [D, L]', {
    '#{plusPeriod(makeDate(2011,5,24),"1 day")}': '2011-05-25T00:00:00',
    "#{inTimeZone(makeDateTime(2011,5,24,17,10), 'America/New_York')}": '2011-05-24T13:10:00',
  }),

  prints('patterns are those of Joda-Time', '§11 pattern letters', {
    "#{format(makeDateTime(2011,5,4,17,10), 'yyyy-MM-dd HH:mm:ss')}": '2011-05-04 17:10:00',
    "#{format(makeDateTime(2011,5,4,17,10), 'EEE, d MMM yy')}": 'Wed, 4 May 11',
    "#{format(makeDateTime(2011,5,4,17,10), 'MMMM EEEE')}": 'May Wednesday',
    "#{format(makeDateTime(2011,5,4,17,10), 'h:mm a')}": '5:10 PM',
  }),

  prints('with their traps', '§11 traps: YYYY, DD, hh', {
    "#{format(makeDateTime(2012,1,1,17,10), 'YYYY')}": '2012',
    "#{format(makeDateTime(2011,5,24,17,10), 'DD')}": '144',
    "#{format(makeDateTime(2011,5,24,17,10), 'hh')}": '05',
  }),

  prints('a backslash keeps a hash plain', '§11 \\#{ [U]', { '\\#{1}': '#{1}' }, { ours: 'escapedHash' }),

  prints('both quotes make words, a backslash keeps one', '§11 string; backslash escapes', {
    '#{\'a\' + "b"}': 'ab',
    "#{'it\\'s'}": "it's",
  }),

  prints('the parent has an id', '§11 parent.@id', { '#{parent.@id}': 'Default' }),
])
