/** @jsxImportSource preact */
import { z } from 'zod'
import { Empty } from '#lib/ui/components/empty.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { PeopleFrame } from '#lib/ui/frames/people-frame.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

/** The parts of a problem (RFC 9457) that the page shows. */
export const shownProblemSchema = z.object({
  status: z.number(),
  detail: z.string().optional(),
  request_id: z.string().optional(),
})

// Statuses at which the same request may work a moment later.
const PASSING = new Set([429, 500, 502, 503])

/** The page that a browser is shown instead of a problem in JSON. */
export const problemView = defineView({
  name: 'problem',
  frame: PeopleFrame,
  texts: { en, de },
  view({ texts, data }: { texts: typeof en; data: z.output<typeof shownProblemSchema> & { here: string } }) {
    const { status, detail, request_id: requestId, here } = data
    const { heading, text } = texts.byStatus[status] ?? texts.other
    return (
      <>
        <Empty title={heading} isWholePage>
          <p>{text}</p>
          <p>
            {status === 401 || status === 403 ? (
              <a class="button" href="/sign-in">
                {texts.signIn}
              </a>
            ) : PASSING.has(status) ? (
              <a class="button" href={here}>
                {texts.again}
              </a>
            ) : (
              <a class="button" href="/">
                {texts.home}
              </a>
            )}
          </p>
        </Empty>
        <dl class="facts small quiet">
          {detail !== undefined && (
            <>
              <dt>{texts.detail}</dt>
              <dd lang="en">{`${detail} (${status})`}</dd>
            </>
          )}
          {requestId !== undefined && (
            <>
              <dt>{texts.request}</dt>
              <dd>
                <code>{requestId}</code>
              </dd>
            </>
          )}
        </dl>
      </>
    )
  },
})
