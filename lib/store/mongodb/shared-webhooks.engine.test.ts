import type { Document } from 'mongodb'
import { expect, inject, onTestFinished, test } from 'vitest'
import { aMapping } from '#lib/builders/a-mapping.ts'
import { openForTest } from '#lib/store/contract/open-for-test.ts'
import { openMappingStore } from '#lib/store/open.ts'
import { databaseName } from './database-name.ts'
import { freshUrl } from './fresh-url.fixture.ts'
import { shareClient } from './shared-client.ts'

const uri = inject('mongodbUri')

// The start of the run prints why there is no MongoDB; with CI=true the run has failed by then.
test.skipIf(uri === undefined)(
  'webhooks of an older version, which belonged to one person only, may be registered by others',
  async () => {
    const url = freshUrl(uri ?? '')
    const { client, close } = shareClient(url, 'none')
    onTestFinished(() => close())
    const hook = { channel: 'webhook', subscription: 'https://example.org/ring' }
    const { device, ...annas } = aMapping({ ...hook, person: 'anna' })
    const old = client.db(databaseName(url)).collection<Document & { readonly _id: string }>('mappings')
    await old.insertOne({ _id: device, ...annas, isRung: true })
    await old.createIndex(
      { channel: 1, subscription: 1 },
      { name: 'subscriptions', unique: true, partialFilterExpression: { isRung: true } },
    )
    const store = await openForTest(openMappingStore, url)
    expect(await store.register(aMapping({ ...hook, person: 'ben' }))).toBe('created')
    expect(await store.register(aMapping({ ...hook, person: 'anna' }))).toBe('conflict')
    expect(await store.holderOf({ ...hook, person: 'anna' })).toEqual({ device, ...annas })
    expect(await old.indexExists('subscriptions')).toBe(false)
  },
)
