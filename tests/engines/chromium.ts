import { aptInstall } from './apt-install.ts'

// As Debian, others, and Google call it.
const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** Path of a Chromium: the one that CHROMIUM_BIN names, the system's, or one installed where that is welcome. */
export async function installChromium(): Promise<string> {
  const found = process.env['CHROMIUM_BIN'] ?? which()
  if (found !== undefined) return found
  if (await aptInstall('chromium')) {
    const installed = which()
    if (installed !== undefined) return installed
  }
  throw new Error(
    `Cannot find a browser: none of ${NAMES.join(', ')} is on PATH, and CHROMIUM_BIN names none`,
  )
}

function which(): string | undefined {
  return NAMES.map((name) => Bun.which(name)).find((path) => path !== null) ?? undefined
}
