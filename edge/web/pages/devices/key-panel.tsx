/** @jsxImportSource preact */
import { useEffect, useRef } from 'preact/hooks'
import { CopyButton } from './copy-button.tsx'
import type { PhoneAppTexts } from './phone-app.ts'
import { phoneApps } from './phone-apps.ts'
import { QrCode } from './qr-code.tsx'
import type { en } from './texts.en.ts'

/** What the panel shows. */
interface KeyPanelProps {
  readonly texts: (typeof en)['key']
  readonly apps: readonly PhoneAppTexts[]
  /** Where phones reach this platform. */
  readonly origin: string
  /** Why phones may not reach it, or not safely. */
  readonly warning: string | undefined
  readonly device: string
  readonly deviceKey: string
  readonly onHide: () => void
}

/** The key of a device, in the form in which each app takes it. */
export function KeyPanel({ texts, apps, origin, warning, device, deviceKey, onHide }: KeyPanelProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [device, deviceKey])
  const settings = phoneApps({ origin, device, key: deviceKey })
  return (
    <section id="key" class="card" aria-labelledby="key-title">
      <h2 id="key-title" tabindex={-1} ref={heading}>
        {texts.title} {device}
      </h2>
      <p>{texts.text}</p>
      {warning !== undefined && <p class="warning">{warning}</p>}
      {apps.map(({ app, name, steps, link, fields }, index) => {
        const { values, link: target } = settings[app]
        return (
          <details key={app} class="app" name="app" data-app={app} open={index === 0}>
            <summary>{name}</summary>
            <div class="app-body">
              {link !== undefined && target !== undefined && (
                <figure>
                  <QrCode text={target} label={name} />
                  <figcaption>
                    <a data-link href={target}>
                      {link}
                    </a>
                  </figcaption>
                </figure>
              )}
              <div class="by-hand">
                <ol class="steps">
                  {steps.map((step) => (
                    <li key={step}>{step}</li>
                  ))}
                </ol>
                <dl class="values">
                  {fields.map(([value, label]) => (
                    <div key={value}>
                      <dt>{label}</dt>
                      <dd>
                        {/* A long value scrolls. With the keyboard it does so only where it can have the focus. */}
                        <code data-value={value} tabindex={0}>
                          {values[value]}
                        </code>
                        <CopyButton value={values[value] ?? ''} texts={texts} />
                      </dd>
                    </div>
                  ))}
                </dl>
              </div>
            </div>
          </details>
        )
      })}
      <p>
        <button type="button" class="second" id="hide-key" onClick={onHide}>
          {texts.close}
        </button>
      </p>
    </section>
  )
}
