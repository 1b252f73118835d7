import fc from 'fast-check'

// A fixed seed makes a failure one's own: it shows again on the next run. FAST_CHECK_SEED tries another.
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_123) })
