// The package has no types of its own.
declare module 'lcms-wasm' {
  /** LittleCMS in WebAssembly; profiles, transforms and buffers are addresses in its memory, and 0 means a failure. */
  interface LittleCms {
    readonly HEAPU8: Uint8Array
    readonly _malloc: (bytes: number) => number
    readonly _free: (address: number) => void
    readonly _cmsOpenProfileFromMem: (address: number, bytes: number) => number
    readonly _cmsCloseProfile: (profile: number) => number
    readonly _cmsCreate_sRGBProfile: () => number
    readonly _cmsGetColorSpace: (profile: number) => number
    readonly _cmsCreateTransform: (
      input: number,
      inputFormat: number,
      output: number,
      outputFormat: number,
      intent: number,
      flags: number,
    ) => number
    readonly _cmsDeleteTransform: (transform: number) => void
    readonly _cmsDoTransform: (transform: number, input: number, output: number, pixels: number) => void
  }
  export function instantiate(): Promise<LittleCms>
  export const TYPE_GRAY_8: number
  export const TYPE_RGBA_8: number
  export const TYPE_CMYK_8_REV: number
  export const INTENT_PERCEPTUAL: number
}
