const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * True for methods that change nothing, https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
 *
 * @example
 * ```ts
 * isSafeMethod('HEAD') // => true
 * isSafeMethod('DELETE') // => false
 * ```
 */
export function isSafeMethod(method: string): boolean {
  return SAFE_METHODS.has(method)
}
