// How words of one kind are told from those that look like them. All is written in small letters, with ä, ö, ü and ss.

/** German plurals in -er, with what ends with them: "räder" stands for "fahrräder" too. Other words in -er (Messer) are none. */
export const PLURALS_IN_ER = words(`
  augenlider biester bilder blätter bretter bäder bänder bücher denkmäler dinger dächer dörfer eier felder fächer
  fässer gehälter geister gelder gemüter geschlechter gesichter gespenster gewänder glieder gläser gräber gräser
  götter güter häuser hölzer hörner hühner kinder kleider kräuter kälber körner lichter lieder lämmer länder löcher
  männer mäuler münder nester pfänder rinder räder ränder scheiter schilder schlösser schwerter sträucher täler
  tücher tümer völker weiber wälder wörter würmer ämter`)

/** German plurals in -e of up to six letters. Of the longer ones all are taken for plurals but those in the next list. */
export const SHORT_PLURALS_IN_E = words(`
  abende abzüge akzente alarme anrufe anzüge arme asyle barone beine berge berufe bezüge biere bisse bleche blicke
  blitze blöcke boote borde bosse briefe brote brände bräute brüche brüste bäche bälle bände bänke bärte bässe bäuche
  bäume böcke bünde büsche chöre diebe dinge dolche drucke drähte drücke duelle dämme därme dachse düfte eide feinde felle
  feste fette filme fische flure flöhe flüge flüsse frösche funde fälle fänge fäuste füchse füsse gase gebete geräte
  gifte gleise gramme griffe gründe grüsse güsse gänge gänse gäste haare haie heere hefte heime helme herde hirne hunde
  hähne hälse hände häute höfe hüte idole jahre kamine kanäle kamele kekse kelche kerle kerne kioske klapse klänge klötze knöpfe krebse
  kreise kreuze kriege kränze kräfte kräne krüge kurse käfige kähne kämme kämpfe käufe köche könige köpfe körbe kühe künste
  küsse labore lachse lifte luchse lokale läufe läuse löhne lüfte lüste meere module monate monde moore morde motive motore
  mächte märkte möpse mäuse mönche netze nächte nähte näpfe nöte nüsse organe orte paare pakete parke pfade pfeile pferde pfunde
  pilze pläne plätze pokale preise pulse punkte päpste pässe pedale rechte regale rehe reste ringe risse rohre romane rosse
  rufe ränge räte räume röcke salate salze schafe schuhe schübe seile senate siege sinne sitze speere spiele
  spässe steine sterne stiche stiele stifte stile stoffe ströme stäbe städte ställe stämme stände stöcke stücke stühle
  stürme stürze säcke säfte särge sätze säue söhne süchte sümpfe tage takte teiche teile teppiche teste texte tiere
  tische tode tore tritte träume tänze töne töpfe türme umzüge verse wale wege weine werke werte winde witze worte
  wälle wände wölfe würfe würste zelte ziele zitate zwecke zweige zwerge zwänge zähne zäune zölle züge äbte ängste
  ärzte äste äxte öle`)

/** German words that look like the plural of another word that there is, and are none: Schranke, Ausländer, Reifen. */
export const NO_GERMAN_PLURALS = words(`
  ausländer bursche cousine engländer dreier etikette freier schleier schreier zweier befreier finnländer geländer granate groteske holländer initiale inländer
  irländer isländer kapitale kasten kirsche klatsche kuchen lakritze leinen mandarine marquise membrane mittelländer
  montage neuseeländer niederländer patrone pistole platine premiere rachen reifen requisite rheinländer rutsche
  schecke schenke schläfe schmiede schmiere schnecke schneide schnelle schranke schuppe schwere schwäche schärfe
  schürze schütze sprosse strasse tablette tribüne`)

/** English words that the German rules would take for plurals. */
export const NO_GERMAN_WORDS = words(`
  awaken barren brighten shorten straighten strengthen threaten collagen eastern highlander icelander intern northern notes planes ranges rates regimen southern tales tones wales breathe broken chicken children chosen citizen cleanse coven diverse dozen driven eleven envelope even
  fasten forgotten frozen garden given golden green haven heathen heaven heroine hidden inhumane kitchen kitten
  lantern linden linen loosen maiden men mitten modern open oven oxen pattern pollen proven queen rationale raven
  refugee ripen risen screen seven sharpen silicone siren specimen spoken stolen sudden taken tavern teen thicken
  token traverse warden warren western widen women wooden worsen woven`)

/** German plurals in -en of words without -e, with what ends with them. All others are of words with one: Katzen, Lampen. */
export const PLURALS_IN_EN = words(`
  akten anstalten anten antworten anzen arbeiten architekten arten athleten automaten bahnen banken betten
  bibliotheken bilanzen boxen buchten burgen bäckereien bären büchereien couchen dateien demokraten diplomaten
  diskotheken distanzen dornen eien ekten elefanten enten enzen fahrten fakten farmen figuren finanzen fluten formen
  frauen frequenzen fronten furten fürsten geburten gebühren gefahren gegenden gestalten gewalten grafen heimaten
  heiten helden hemden herren herzen hirten hypotheken idioten iken insekten ionen isten jagden juristen juwelen
  kameraden kandidaten keiten kometen konferenzen kulturen kuren lasten lizenzen magneten mediatheken menschen monarchen
  nachrichten narren naturen nerven normen notizen ohren oren parteien patienten personen pflichten piloten planeten
  poeten prinzen propheten provinzen reparaturen saaten satelliten schaften scharen schichten schluchten schmerzen
  schriften schulden sichten soldaten spatzen spuren staaten strahlen tastaturen taten temperaturen tendenzen touren
  tugenden typen täten türen uhren ungen universitäten uren vasallen veteranen wahlen wehren welten werften
  werkstätten wohnungen zahlen zeiten zinsen`)

/** Plurals in -en of words in -e that end like some of those. */
export const PLURALS_IN_N = words(`
  enten grenzen listen kisten küsten pisten leisten speisen pfeifen masten wüsten`)

/** Plurals that are other words where their umlaut is left out: Bande, Glaser, note. */
export const ONLY_WITH_UMLAUT = words(`
  bande chore facher falle glaser locher manner note passe plane range rate schlosser taler tone`)

/** Parts of words in which ae, oe and ue are two vowels, and no umlaut of somebody whose keyboard has none. */
export const TWO_VOWELS = words(`
  aero aloe coe cruel doer duel duett duo fuel gruel guest israel joel maestro manuel michael noel oboe oecd phoenix poem poet
  rafael raphael samuel shoe soest suez toe`)

/** German plurals that no ending explains, with what ends with them. */
export const IRREGULAR_PLURALS: ReadonlyMap<string, string> = new Map(
  words(`
  agenden=agenda akkus=akku alben=album altbauten=altbau ananasse=ananas anbauten=anbau aquarien=aquarium arenen=arena
  atlanten=atlas basen=basis bauten=bau boni=bonus bonusse=bonus busse=bus celli=cello dachrinnen=dachrinne dogmen=dogma dramen=drama espressi=espresso feen=fee felsen=fels firmen=firma foren=forum
  globen=globus gnus=gnu gurus=guru gymnasien=gymnasium iglus=iglu iltisse=iltis individuen=individuum indizes=index jubiläen=jubiläum kakadus=kakadu kakteen=kaktus kangurus=kanguru kanus=kanu kommata=komma
  konten=konto kriterien=kriterium krokusse=krokus kängurus=känguru kürbisse=kürbis laboratorien=laboratorium lexika=lexikon ligen=liga materialien=material medien=medium
  mineralien=mineral ministerien=ministerium museen=museum nachbarn=nachbar neubauten=neubau nisse=nis
  organismen=organismus pizzen=pizza praktika=praktikum praktiken=praktikum praxen=praxis prinzipien=prinzip radien=radius
  rhythmen=rhythmus risiken=risiko saunen=sauna schemata=schema seen=see skier=ski skiern=ski skripten=skript solarien=solarium soli=solo spektren=spektrum
  stadien=stadion stipendien=stipendium sudokus=sudoku säle=saal tabus=tabu tempi=tempo terrarien=terrarium themen=thema uhus=uhu universen=universum villen=villa viren=virus
  visa=visum zentren=zentrum zirkusse=zirkus`).map((pair) => {
    const [plural = '', singular = ''] = pair.split('=')
    return [plural, singular] as const
  }),
)

/** Words in -s that are no plurals, or plurals that mean something else than their singular. */
export const NO_PLURALS_IN_S = words(`
  aas alias always atlas ananas athletics aus bias boss briefs buchs bus canvas chaos christmas clothes customs dachs
  das des economics eis ethics fels flachs gans gas gips glasses goods gps grips gymnastics hals haus headquarters hers his
  its iris kurs lachs las lens los mais mars mathematics means mops news ours physics plus politics pumps ras raps reis
  savings shorts sms spirits texas theirs this thus tights towards was wax works yes yours`)

/** English words in -oe. Other plurals in -oes are of words in -o: potatoes. Those in -shoe go by their ending. */
export const WORDS_IN_OE = words(`
  aloe backhoe canoe doe felloe floe foe hoe mistletoe oboe roe sloe throe tiptoe toe woe`)

/** English plurals that the library does not know, or that belong to several words. */
export const ENGLISH_IRREGULARS: ReadonlyMap<string, readonly string[]> = new Map(
  words(`
  antennae=antenna apices=apex aquaria=aquarium atlases=atlas axes=axe,axis,ax bases=base,basis bayous=bayou biases=bias
  bras=bra busses=bus canvases=canvas catharses=catharsis cervices=cervix codices=codex cosmoses=cosmos dialyses=dialysis
  dormice=dormouse ecus=ecu ellipses=ellipse,ellipsis emus=emu excuses=excuse fezzes=fez formulae=formula fuses=fuse
  gasses=gas gnus=gnu graffiti=graffiti,graffito gurus=guru haikus=haiku handkerchieves=handkerchief helices=helix
  kudus=kudu larvae=larva leaves=leaf,leave lenses=lens libretti=libretto media=medium memoranda=memorandum
  metamorphoses=metamorphosis muses=muse nebulae=nebula nemeses=nemesis neuroses=neurosis oases=oasis
  pancreases=pancreas paparazzi=paparazzo paralyses=paralysis portemonnaies=portemonnaie psychoses=psychosis
  recluses=recluse rhinoceroses=rhinoceros spectra=spectrum sudokus=sudoku summonses=summons symbioses=symbiosis
  terraria=terrarium thermoses=thermos thromboses=thrombosis tofus=tofu topazes=topaz tutus=tutu vertebrae=vertebra
  vortices=vortex woodlice=woodlouse`).map((pair) => {
    const [plural = '', singulars = ''] = pair.split('=')
    return [plural, singulars.split(',')] as const
  }),
)

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u)
}
