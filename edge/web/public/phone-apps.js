// What apps that tell a phone's position need, to speak for a device of ours. Pure: what goes in comes out as text.

/** For each app the values to enter by hand, and where it knows one, the link that enters them by itself. */
export function phoneApps({ origin, device, key }) {
  return {
    owntracks: owntracks(`${origin}/owntracks`, device, key),
    overland: overland(`${origin}/overland`, device, key),
    traccar: traccar(`${origin}/osmand?dk=${escape(key)}`, device),
    osmand: { values: { url: `${origin}/osmand?id=${escape(device)}&dk=${escape(key)}&${OSMAND_FIELDS}` } },
  }
}

// OsmAnd puts a number in the place of each. Its speed is in metres a second, and `speed` of its protocol in knots: so it goes as `spd`.
const OSMAND_FIELDS = 'lat={0}&lon={1}&timestamp={2}&altitude={4}&spd={5}&bearing={6}'

// https://owntracks.org/booklet/features/remoteconfig; mode 3 is HTTP. Android reads a plus in the base64 as a blank, so it is escaped.
function owntracks(url, device, key) {
  const config = {
    _type: 'configuration',
    mode: 3,
    url,
    auth: true,
    username: device,
    password: key,
    deviceId: device,
  }
  const inline = btoa(String.fromCodePoint(...new TextEncoder().encode(JSON.stringify(config))))
  return { values: { url, device, key }, link: `owntracks:///config?inline=${escape(inline)}` }
}

// https://github.com/aaronpk/Overland-iOS#configuration-by-custom-url
function overland(url, device, key) {
  const link = `overland://setup?url=${escape(url)}&token=${escape(key)}&device_id=${escape(device)}&unique_id=no`
  return { values: { url, device, key }, link }
}

// Its own scheme: of a link with https it takes the address without the query, and so without the key.
function traccar(url, device) {
  return {
    values: { url, device },
    link: `org.traccar.client://setup?url=${escape(url)}&id=${escape(device)}`,
  }
}

function escape(text) {
  // OsmAnd takes an apostrophe for the begin of quoted text.
  return encodeURIComponent(text).replaceAll("'", '%27')
}
