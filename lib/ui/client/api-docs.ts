// The script of the pages that show the document of an API, see lib/ui/api-docs.

/** https://swagger.io/docs/open-source-tools/swagger-ui/usage/configuration/ */
declare const SwaggerUIBundle: (options: Readonly<Record<string, unknown>>) => unknown

const place = document.querySelector<HTMLElement>('#api')
const dark = matchMedia('(prefers-color-scheme: dark)')

function followScheme(): void {
  document.documentElement.classList.toggle('dark-mode', dark.matches)
}

followScheme()
dark.addEventListener('change', followScheme)
if (place !== null)
  SwaggerUIBundle({
    domNode: place,
    url: place.dataset['document'],
    deepLinking: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    // Without it, a service on the Internet would be asked whether the document is valid.
    validatorUrl: null,
  })
