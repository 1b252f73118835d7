import { expect } from 'vitest'
import { story } from './story.ts'

/** What the studio can show, from fixed data: no exhibit asks a server, and none fails. */

const step = story()

step('every exhibit of the gallery shows something, and none is in trouble', async ({ page, studio }) => {
  await page.goto(new URL('/gallery', studio.ready.url).href)
  const exhibits = page.getByRole('navigation', { name: 'Exhibits' }).getByRole('link')
  await exhibits.first().waitFor()
  const names = await exhibits.allInnerTexts()
  expect(names.length).toBeGreaterThan(20)
  const calls: string[] = []
  page.on('request', request => {
    if (request.url().includes('/api/call/')) calls.push(request.url())
  })
  const exhibit = page.locator('.pw-gallery-exhibit')
  for (const [at, message] of names.entries()) {
    // Not with the mouse: a dialog may lie over the list.
    await exhibits.nth(at).evaluate(link => (link as HTMLAnchorElement).click())
    await expect.poll(() => exhibits.nth(at).getAttribute('aria-current'), { message }).toBe('page')
    await expect.poll(async () => (await exhibit.innerHTML()).length, { message }).toBeGreaterThan(200)
    await expect.poll(() => exhibit.locator('.pw-wait').count(), { message }).toBe(0)
    expect(await page.getByText('The gallery asks nobody').count(), message).toBe(0)
  }
  // The frame around all pages asks what it always asks; no exhibit does.
  expect(calls.filter(one => !/ListPipelineSummaries|GetEnvironment|GetSettings|ListNotices/.test(one))).toEqual([])
})
