/**
 * Keeps what moto's server answers to every listing, for the tests of machines without Python. By hand, after a
 * listing changed: `moto_server -p 5000`, then `node test/account/record.ts http://127.0.0.1:5000`.
 */

import { once } from 'node:events'
import { request as ask, createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam'
import { accountKinds } from '../../src/core/catalog/schema.ts'
import { listings } from '../../src/server/account/listings.ts'
import { askedBy, bodyOf, type Exchange, keyIn, writeRecording } from './recording.ts'
import { anyKeys, fillAccount } from './resources.ts'

const [, , moto = ''] = process.argv
const exchanges: Exchange[] = []

const proxy = createServer(async (request, response) => {
  const body = await bodyOf(request)
  // The host goes along as it was signed.
  const onward = ask(new URL(request.url ?? '/', moto), { method: 'POST', headers: request.headers }).end(body)
  const [answer] = (await once(onward, 'response')) as [IncomingMessage]
  const exchange: Exchange = {
    asked: askedBy(request, body),
    refused: keyIn(request) !== anyKeys.accessKeyId,
    status: answer.statusCode ?? 0,
    type: answer.headers['content-type'] ?? '',
    body: await bodyOf(answer),
  }
  exchanges.push(exchange)
  response.writeHead(exchange.status, { 'content-type': exchange.type }).end(exchange.body)
})
proxy.listen(0, '127.0.0.1')
await once(proxy, 'listening')
process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`

await fetch(new URL('/moto-api/reset', moto), { method: 'POST' })
await fillAccount(moto)
const settings = { region: 'eu-west-1', maxAttempts: 1 }
for (const kind of accountKinds) {
  let count = 0
  const listed = await listings[kind].load()
  for await (const page of listed({ ...settings, credentials: async () => anyKeys })) count += page.length
  console.error(`${kind}: ${count}`)
}

// From here on moto asks what a user may, and this one may nothing.
const iam = new IAMClient({ endpoint: moto, region: 'eu-west-1', credentials: anyKeys })
await iam.send(new CreateUserCommand({ UserName: 'nobody' }))
const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'nobody' }))
await fetch(new URL('/moto-api/reset-auth', moto), { method: 'POST', body: '0' })
// moto refuses in XML what asks in JSON, which AWS does not: that one is left out.
for (const kind of accountKinds.filter(one => one !== 'dynamodbTable')) {
  const keys = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
  const listed = await listings[kind].load()
  const pages = listed({ ...settings, credentials: async () => keys })
  await pages.next().then(
    () => console.error(`${kind} was not refused.`),
    (error: Error) => console.error(`${kind}: ${error.name}: ${error.message}`),
  )
}
const told = new Map(exchanges.map(one => [`${one.refused} ${one.asked}`, one]))
writeRecording([...told.values()])
console.error(`${told.size} answers kept.`)
proxy.closeAllConnections()
proxy.close()
