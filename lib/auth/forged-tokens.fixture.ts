import {
  encodePart,
  forgeToken,
  publicJwkOf,
  signWithPublicKey,
  type Forgery,
} from '#lib/auth/forge-token.fixture.ts'
import type { KeyRing } from '#lib/auth/key-file.ts'
import { TOKEN_SECONDS } from '#lib/auth/tokens.ts'

const AGO_SECONDS = 60

/** Invalid tokens of an admin for a station, by what is wrong with them. */
export async function forgedTokens(
  keys: KeyRing,
  others: KeyRing,
  audience: string,
): Promise<Readonly<Record<string, string>>> {
  const now = Math.floor(Date.now() / 1_000)
  const claims = { role: 'admin', sub: 'eve', aud: audience, iat: now, exp: now + AGO_SECONDS }
  const forge = (over: Forgery, ring = keys) =>
    forgeToken(ring, { ...over, claims: { ...claims, ...over.claims } })
  const [ours, theirs] = [await publicJwkOf(keys), await publicJwkOf(others)]
  const services = await keys.services.signer()
  const [, payload] = (await forge({})).split('.')
  const [, foreignPayload, foreignSignature] = (await forge({}, others)).split('.')
  const ownKey = encodePart({ alg: 'EdDSA', typ: 'person+jwt', jwk: theirs, kid: ours.kid })
  const service = { sub: 'service:accounts', role: undefined }
  return {
    'that has expired': await forge({ claims: { iat: now - 2 * AGO_SECONDS, exp: now - AGO_SECONDS } }),
    'of the future': await forge({ claims: { iat: now + AGO_SECONDS, exp: now + 2 * AGO_SECONDS } }),
    'that is not valid yet': await forge({ claims: { nbf: now + AGO_SECONDS } }),
    'without an end': await forge({ claims: { exp: undefined } }),
    'with a longer life than ours': await forge({
      claims: { iat: now - TOKEN_SECONDS - AGO_SECONDS, exp: now + 86_400 },
    }),
    'for another station': await forge({ claims: { aud: audience === 'web' ? 'storage' : 'web' } }),
    'for no station': await forge({ claims: { aud: undefined } }),
    'of nobody': await forge({ claims: { sub: undefined } }),
    'of a role that people cannot have': await forge({ claims: { role: 'service' } }),
    'without a signature': `${encodePart({ alg: 'none', typ: 'person+jwt' })}.${payload}.`,
    'signed with the public key as a secret': await signWithPublicKey(
      ours,
      Buffer.from(ours.x ?? '', 'base64url'),
      claims,
    ),
    'of another platform': await forge({}, others),
    'of another platform, under the id of our key': await forge({ header: { kid: ours.kid } }, others),
    'that brings its own key': `${ownKey}.${foreignPayload}.${foreignSignature}`,
    'under an id that is a path': await forge({ header: { kid: '../keys.json' } }),
    'under an id that is no text': await forge({ header: { kid: [ours.kid] } }),
    "under the id of the services' key": await forge({ header: { kid: services.kid } }),
    "signed with the services' key": await forge({ key: 'services' }),
    "of a service, signed with the accounts' key": await forge({
      header: { typ: 'service+jwt' },
      claims: service,
    }),
    'of a service, said to be of a person': await forge({ key: 'services', claims: service }),
    'that does not say what it is': await forge({ header: { typ: 'JWT' } }),
  }
}
