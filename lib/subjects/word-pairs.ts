import type { Language } from '#lib/subjects/choices.ts'

/** Pairs of words, each in two forms or of two meanings. */
export interface WordPairs {
  readonly meet: readonly (readonly [string, string])[]
  readonly stayApart: readonly (readonly [string, string])[]
}

/** What the rules of each language must join, and what they must leave apart: a test holds them to it, and a page shows it. */
export const WORD_PAIRS: Readonly<Record<Language, WordPairs>> = {
  de: {
    meet: pairs(`
      Fahrrad Fahrräder, Fahrrad Fahrraeder, Fahrrad FAHRRADER, Haus Häuser, Haus Hauses, Kind Kindern, Buch Bücher,
      Katze Katzen, Hund Hunde, Stuhl Stühle, Tisch Tischen, Schrank Schränke, Wohnung Wohnungen, Zimmer Zimmern,
      Auto Autos, Sofa Sofas, Handy Handys, Lampe Lampen, Bett Betten, Uhr Uhren, Armbanduhr Armbanduhren,
      Kinderfahrrad Kinderfahrräder, Garten Gärten, Apfel Äpfel, Mutter Mütter, Schloss Schlösser, Fuß Füße,
      Straße Strassen, Band Bände, Band Bänder, Ort Orte, Ort Orten, Bank Bänke, Bank Banken, Küche Küchen,
      Lehrerin Lehrerinnen, Museum Museen, Firma Firmen, Zeugnis Zeugnisse, Bus Busse, Feder Federn, Gabel Gabeln,
      Student Studenten, Karte Karten, Reise Reisen, suche suchen, Ei Eier, Möbel Moebel, Kleid Kleider, Regal Regale,
      Bus Bussen, Kind Kinder, Ärztin Ärztinnen, Ente Enten, Dachrinne Dachrinnen, Kaktus Kakteen, Radius Radien,
      Kriterium Kriterien, Krokus Krokusse, Iltis Iltisse, Kanu Kanus, Känguru Kängurus, Uhu Uhus, Ski Skier,
      See Seen, Fee Feen, Fels Felsen, Napf Näpfe, Kranz Kränze, Kamel Kamele, Pedal Pedale, Kur Kuren, Cello Celli,
      Studentin Studentinnen, Wildente Wildenten, Autobus Autobusse, Omnibus Omnibussen, Fahrradkorb Fahrradkörbe`),
    stayApart: pairs(`
      Messe Messer, Rad Rat, Band Bande, Bank Banker, Wagen Waage, Rolle Roller, Kuchen Küche, Reis Reise, Karte Kart,
      Schal Schale, Note Not, Kappe Kap, Kurs Kur, Mais Mai, Eis Ei, Dachs Dach, Tablett Tablette,
      Schrank Schranke, Patrone Patron, Kammer Kamm, Keller Kelle, Hafen Hafer, Lehrer Lehre, Drucker Druck,
      Ausland Ausländer, Leine Leinen, Kasten Kaste, Reifen Reife, Miete Vermieter, Wohnung Wohnwagen, Haus Hausboot,
      Geländer Gelände, Rose Ross, Kirsche Kirsch, Fahrrad Fahrer,
      Tasse Tasche, Reise Reis, Preise Reise, Rente Rentner, Enten Enden, Kante Kantine, Seen Seele, Kanu Kanal,
      Radien Radio, Spinnen Spinnerin, Kissen Küssen, Busse Busch, Hose Hase, Kamele Kamera`),
  },
  en: {
    meet: pairs(`
      bike bikes, box boxes, baby babies, city cities, knife knives, shelf shelves, child children, man men, woman women,
      mouse mice, tooth teeth, foot feet, shoe shoes, glove gloves, dress dresses, bus buses, watch watches, dish dishes,
      key keys, toy toys, house houses, horse horses, potato potatoes, photo photos, lens lenses, movie movies,
      e-bike E‑Bikes, record records, sofa sofas, stove stoves,
      leaf leaves, leave leaves, axe axes, ax axes, axis axes, base bases, basis bases, bus busses, gas gases, gas gasses,
      hero heroes, zero zeroes, mosquito mosquitoes, toe toes, horseshoe horseshoes, canoe canoes, taxi taxis, tax taxes,
      person people, die dice, quiz quizzes, fez fezzes, waltz waltzes, cookie cookies, hoodie hoodies,
      party parties, pie pies, species species, beach beaches, cache caches, headache headaches, quiche quiches,
      status statuses, syllabus syllabuses, excuse excuses, blouse blouses, trellis trellises, promise promises,
      rise rises, crisis crises, oasis oases, lens lens, bra bras, emu emus, menu menus, goose geese, forefoot forefeet,
      eyetooth eyeteeth, dormouse dormice, medium media, larva larvae, spectrum spectra, vortex vortices,
      penknife penknives, chef chefs, roof roofs`),
    stayApart: pairs(`
      university universe, news new, organ organization, arm army, general generous, past paste, hotel hot, painting paint,
      care car, plane plan, tape tap, cape cap, wine win, note not, tube tub, linen line, raven rave, chicken chick,
      garden gard, building build, wedding wed, glass glasses, goods good, physics physic, shorts short, business busy,
      relative relation, policy police, animal animate, customs custom, poet pot, golden gold, kitten kit, oven over,
      glass glas, bus bu, boss bos, series serie, species specie, taxes taxi, taxis tax, shoes shock, hoes hose,
      does dose, cases cas, tenses tens, princess prince, princes princesses, brass bra, grass gras, caches cash,
      hoodies hood, cookies cook, stories store, studies stud, ladies lad, leaves lead, teeth teething,
      statuses statue, excuses executive, feet feat`),
  },
}

function pairs(text: string): (readonly [string, string])[] {
  return text.split(',').map((pair) => {
    const [one = '', other = ''] = pair.trim().split(' ')
    return [one, other] as const
  })
}
