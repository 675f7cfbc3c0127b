/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'

/** A choice among few values. */
interface SelectProps {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly value: string | undefined
  /** The values, and what stands for each of them. */
  readonly options: readonly (readonly [value: string, text: ComponentChildren])[]
}

/** A field in which one of few values is chosen. */
export function Select({ id, name, label, value, options }: SelectProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={name}>
        {options.map(([each, text]) => (
          <option key={each} value={each} selected={each === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
