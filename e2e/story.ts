import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepPicture, openBrowser, openPage, type Studio, startStudio } from './studio.ts'

export interface Story {
  readonly studio: Studio
  readonly browser: Browser
  readonly page: Page
}

type Step = (sentence: string, work: (story: Story) => Promise<void>) => void

/** Steps, each a test, that share one studio and one page. When one fails, those after it fail at once. */
export function story(): Step {
  let all: (Story & { readonly errors: readonly string[] }) | undefined
  let broken: string | undefined

  beforeAll(async () => {
    const studio = await startStudio()
    const browser = await openBrowser()
    const { page, errors } = await openPage(browser, studio)
    page.setDefaultTimeout(20_000)
    all = { studio, browser, page, errors }
  })
  afterAll(async () => {
    await all?.browser.close()
    await all?.studio.close()
  })

  return (sentence, work) =>
    it(sentence, async () => {
      if (!all) throw new Error('The studio did not start.')
      if (broken !== undefined) throw new Error(`Not tried, since this failed: ${broken}.`)
      try {
        await work(all)
        expect(all.errors, 'no page reported an error').toEqual([])
      } catch (error) {
        broken = sentence
        await keepPicture(all.page, sentence)
        throw error
      }
    })
}
