import type { PushArrival, PushWorker } from './push-worker.ts'

/** What the worker keeps in a notification. */
export interface NotificationData {
  /** The page that the notification opens. */
  readonly navigate: string
  /** The pages that its buttons open, by their ids. */
  readonly actions: Readonly<Record<string, string>>
}

/** The options of a notification that the types of browsers do not know yet. */
interface ShownOptions extends NotificationOptions {
  readonly image?: string
  readonly renotify: boolean
  readonly actions: readonly { readonly action: string; readonly title: string }[]
  readonly data: NotificationData
}

const NAME = 'Pushtech'

/** Shows a declarative push message. It always shows something: some browsers end a subscription that shows nothing. */
export function showPush({ data }: Pick<PushArrival, 'data'>, worker: PushWorker): Promise<void> {
  const { title, options } = readMessage(data, worker.location.origin)
  return worker.registration.showNotification(title, options)
}

function readMessage(
  data: PushArrival['data'],
  origin: string,
): { readonly title: string; readonly options: ShownOptions } {
  const message = fieldsOf(fieldsOf(jsonOf(data))['notification'])
  const actions = listOf(message['actions']).map(fieldsOf)
  const image = textOf(message['image'])
  const tag = textOf(message['tag'])
  const lang = textOf(message['lang'])
  return {
    title: textOf(message['title']) || NAME,
    options: {
      body: textOf(message['body']),
      dir: 'auto',
      ...(lang !== '' && { lang }),
      ...(tag !== '' && { tag }),
      ...(image !== '' && { image }),
      renotify: false,
      actions: actions.map(({ action, title }) => ({ action: textOf(action), title: textOf(title) })),
      data: {
        navigate: addressOf(message['navigate'], origin),
        actions: Object.fromEntries(
          actions.map(({ action, navigate }) => [textOf(action), addressOf(navigate, origin)]),
        ),
      },
    },
  }
}

function jsonOf(data: PushArrival['data']): unknown {
  try {
    return data?.json()
  } catch {
    // It is not JSON, so it is not from us.
    return undefined
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** An address that a notification may open: a page of the web, and no script. */
function addressOf(value: unknown, origin: string): string {
  const text = textOf(value)
  const isPage = /^https?:/iu.test(text) && URL.canParse(text)
  return isPage ? text : `${origin}/`
}
