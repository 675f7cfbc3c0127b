/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Select } from '#lib/ui/components/select.tsx'
import {
  fieldsOfForm,
  patchOf,
  type EditedFields,
  type EditedSubject,
  type SubjectPatch,
} from './patch-of.ts'
import type { en } from './texts.en.ts'

interface EditFormProps {
  readonly subject: EditedSubject
  readonly texts: (typeof en)['change']
  readonly termsTexts: (typeof en)['terms']
  readonly isBusy: boolean
  readonly onPatch: (patch: SubjectPatch) => void
}

/** A form with what an admin may edit; it gives only what was changed. */
export function EditForm({ subject, texts, termsTexts, isBusy, onPatch }: EditFormProps) {
  const [before] = useState(() => fieldsOfForm(subject))
  const form = useRef<HTMLFormElement>(null)
  const { fields } = texts
  const isCircle = subject.region.polygon === undefined

  function send(event: SubmitEvent): void {
    event.preventDefault()
    if (form.current === null) return
    const written = new FormData(form.current)
    const valueOf = (name: string, fallback: string) => {
      const value = written.get(name)
      return typeof value === 'string' ? value : fallback
    }
    const after = Object.fromEntries(
      Object.entries(before).map(([name, value]: [string, string]) => [name, valueOf(name, value)]),
    )
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has the names of `before`
    onPatch(patchOf(before, after as unknown as EditedFields))
  }

  const input = (name: keyof EditedFields, more: object = {}) => (
    <Labelled id={`edit-${name}`} label={fields[name]}>
      <input id={`edit-${name}`} name={name} defaultValue={before[name]} autocomplete="off" {...more} />
    </Labelled>
  )
  const degrees = { type: 'number', step: 'any', required: true }
  return (
    <form id="edit" class="fields" ref={form} onSubmit={send}>
      {input('title', { type: 'text', required: true, maxlength: 200 })}
      <Labelled id="edit-text" label={fields.text}>
        <textarea id="edit-text" name="text" rows={4} maxlength={5_000} defaultValue={before.text}></textarea>
      </Labelled>
      {input('keywords', { type: 'text', required: true })}
      {input('place', { type: 'text', maxlength: 200 })}
      {isCircle ? (
        <>
          {subject.mobile ? (
            <p class="hint">{texts.follows}</p>
          ) : (
            <>
              {input('lat', { ...degrees, min: -90, max: 90 })}
              {input('lng', { ...degrees, min: -180, max: 180 })}
            </>
          )}
          {input('radiusMeters', { ...degrees, min: 50, max: 50_000 })}
        </>
      ) : (
        <p class="hint">{texts.polygon}</p>
      )}
      <Select
        id="edit-terms"
        name="terms"
        label={fields.terms}
        value={before.terms}
        options={[['', fields.noTerms], ...Object.entries(termsTexts)]}
      />
      {input('amount', { type: 'number', step: '0.01', min: 0.01 })}
      {input('currency', { type: 'text', maxlength: 3, pattern: '[A-Z]{3}' })}
      {input('validFrom', { type: 'datetime-local' })}
      {input('validUntil', { type: 'datetime-local' })}
      <p class="buttons">
        <button type="submit" disabled={isBusy}>
          {texts.save}
        </button>
      </p>
    </form>
  )
}

interface LabelledProps {
  readonly id: string
  readonly label: string
  readonly children: ComponentChildren
}

function Labelled({ id, label, children }: LabelledProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
    </div>
  )
}
