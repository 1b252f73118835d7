import { expect } from 'vitest'
import { story } from './story.ts'

/** What the studio can show, from fixed data: no exhibit asks a server, and none fails. */

const step = story()

step('every exhibit of the gallery shows something, and none is in trouble', async ({ page, studio }) => {
  await page.goto(new URL('/gallery', studio.ready.url).href)
  const exhibits = page.getByRole('navigation', { name: 'Exhibits' }).getByRole('link')
  await exhibits.first().waitFor()
  const addresses = await exhibits.evaluateAll(all => all.map(one => one.getAttribute('href') ?? ''))
  expect(addresses.length).toBeGreaterThan(20)
  const calls: string[] = []
  page.on('request', request => {
    if (request.url().includes('/api/call/')) calls.push(request.url())
  })
  for (const address of addresses) {
    await page.goto(new URL(address, studio.ready.url).href)
    const exhibit = page.locator('.pw-gallery-exhibit')
    await expect.poll(async () => (await exhibit.innerHTML()).length, { message: address }).toBeGreaterThan(200)
    await page.waitForLoadState('networkidle')
    expect(await page.getByText('The gallery asks nobody').count(), address).toBe(0)
    await expect.poll(() => exhibit.locator('.pw-wait').count(), { message: address }).toBe(0)
  }
  // The frame around all pages asks what it always asks; no exhibit does.
  expect(calls.filter(one => !/ListPipelineSummaries|GetEnvironment|GetSettings|ListNotices/.test(one))).toEqual([])
})
