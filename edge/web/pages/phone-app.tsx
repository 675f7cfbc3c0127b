/** @jsxImportSource hono/jsx */
import type { DevicesTexts } from '../texts/devices-texts.ts'
import type { PhoneAppTexts } from '../texts/phone-app-texts.ts'

/** What to do in one app so that it speaks for a device; the page's script fills in the values. */
export function PhoneApp({ texts, keyTexts }: { texts: PhoneAppTexts; keyTexts: DevicesTexts['key'] }) {
  const { app, name, steps, link, fields } = texts
  return (
    <details class="app" name="app" data-app={app}>
      <summary>{name}</summary>
      <div class="app-body">
        {link !== undefined && (
          <figure>
            <svg class="code" role="img" aria-label={name}></svg>
            <figcaption>
              <a data-link href="/devices">
                {link}
              </a>
            </figcaption>
          </figure>
        )}
        <div class="by-hand">
          <ol class="steps">
            {steps.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
          <dl class="values">
            {fields.map(([value, label]) => (
              <>
                <dt>{label}</dt>
                <dd>
                  <code data-value={value}></code>
                  <button type="button" class="second" data-copy data-done={keyTexts.copied} hidden>
                    {keyTexts.copy}
                  </button>
                </dd>
              </>
            ))}
          </dl>
        </div>
      </div>
    </details>
  )
}
