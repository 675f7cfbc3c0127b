/** @jsxImportSource preact */
import type { Language } from '#lib/text/language.ts'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import type { Why } from '../../why/why-wire.ts'
import { duration } from './duration.ts'
import type { en } from './texts.en.ts'

/** The length of a bar, and what is still seen of a step that took no time. */
const WIDTH = 1_000
const WIDTH_MIN = 4

interface TimeLineProps {
  readonly why: Pick<Why, 'steps' | 'total_ms'>
  readonly language: Language
  readonly texts: typeof en
}

/** The steps of a delivery, each with how long after the step before it was, as a number and as a part of the whole. */
export function TimeLine({ why: { steps, total_ms: totalMs }, language, texts }: TimeLineProps) {
  const [first] = steps
  if (first === undefined) return <p class="quiet">{texts.none}</p>
  return (
    <>
      <p>
        <UtcTime at={first.at} language={language} />
        <br />
        <span class="quiet">{texts.total}</span> <span class="value">{duration(totalMs, language)}</span>
      </p>
      <ol class="way">
        {steps.map((step, index) => (
          <li key={step.name}>
            <span class="step">{texts.steps[step.name]}</span>
            <span class="took value">{index > 0 && `+${duration(step.took_ms, language)}`}</span>
            <Bar beganMs={msBetween(first.at, step.at) - step.took_ms} tookMs={step.took_ms} ofMs={totalMs} />
            {step.clock_off && <span class="hint">{texts.clockOff}</span>}
          </li>
        ))}
      </ol>
    </>
  )
}

/** Where a step lies in the whole time. The number beside it says the same. */
function Bar({
  beganMs,
  tookMs,
  ofMs,
}: {
  readonly beganMs: number
  readonly tookMs: number
  readonly ofMs: number
}) {
  const scale = ofMs > 0 ? WIDTH / ofMs : 0
  const width = Math.max(WIDTH_MIN, tookMs * scale)
  const left = Math.min(Math.max(0, beganMs * scale), WIDTH - width)
  return (
    <svg class="stretch" viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden="true">
      <rect x={left.toFixed(1)} width={width.toFixed(1)} y="0" height="10" />
    </svg>
  )
}

function msBetween(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from)
}
