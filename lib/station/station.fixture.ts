import { secret, defineSettings } from '#lib/config/setting.ts'
import { settings } from '#lib/config/settings.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'

const { FIXTURE_MOOD } = defineSettings('Fixture', {
  FIXTURE_MOOD: secret('What the station does at its start', 'is-well-behaved-'),
}).settings

// A station on the tracker's port that prints the paths of its requests. "/hold" answers when the whole body of its request
// has arrived, "/stream" never ends, "/break" and "/reject" break the process afterwards.
const station = defineStation({
  name: 'tracker',
  port: settings.TRACKER_PORT,
  spec: { streams: settings.STREAM_URLS, mood: FIXTURE_MOOD },
  open({ mood }) {
    if (mood === 'cannot-start-now') throw new StartError('Cannot start: not today', 'Come back tomorrow.')
    if (mood === 'waits-for-engine') {
      process.stdout.write('waiting\n')
      return new Promise<never>(() => undefined)
    }
    if (mood === 'breaks-at-a-start') throw new TypeError('bug')
    return Promise.resolve({
      fetch: async (request: Request) => {
        const { pathname } = new URL(request.url)
        process.stdout.write(`${pathname}\n`)
        if (pathname === '/break') {
          setTimeout(() => {
            throw new Error('Cannot go on with https://user:planted@host/x?token=planted')
          })
        }
        if (pathname === '/reject') void Promise.reject(new Error('Cannot go on with redis://:planted@host'))
        if (pathname === '/stream') return new Response(endless())
        return new Response(await request.text())
      },
      check: () => Promise.resolve(),
      stop: async () => {
        await Bun.write(Bun.stdout, 'all given back\n')
        if (mood === 'breaks-at-its-end') throw new Error('Cannot close')
      },
    })
  },
})

function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      await Bun.sleep(50)
      controller.enqueue(new TextEncoder().encode('.'))
    },
  })
}

await runMain(station)
