"""The words that resolution goes by. Lower case, singular; ours, from reading news prose."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nicknames import NickNamer


def words(text: str) -> frozenset[str]:
    """The white-space separated words of *text*."""
    return frozenset(text.split())


MASCULINE = words("he his him himself")
FEMININE = words("she her hers herself")
FIRST = words("i me my mine myself we us our ours ourselves")
PLURAL = words("they them their theirs themselves")
NEUTER = words("it its itself")
SECOND = words("you your yours yourself")
RELATIVE = words("who whom whose which that")
REFLEXIVE = words("self")
PRONOUNS = MASCULINE | FEMININE | FIRST | PLURAL | NEUTER | SECOND | RELATIVE | REFLEXIVE

TITLES = {
    "mr": "m", "mr.": "m", "sir": "m", "lord": "m", "king": "m", "prince": "m", "father": "m",
    "mrs": "f", "mrs.": "f", "ms": "f", "ms.": "f", "miss": "f", "madam": "f", "lady": "f", "queen": "f",
    "princess": "f", "sister": "f", "dame": "f",
    **dict.fromkeys(words(
    """
    dr dr. sen sen. senator rep rep. representative congressman congresswoman gov gov. governor president
    vice-president prof prof. professor lt lt. gen gen. general col col. colonel capt capt. captain sgt sgt. adm
    adm. admiral maj maj. major cmdr rev rev. reverend pope bishop archbishop cardinal judge justice secretary
    minister chancellor premier mayor speaker ambassador attorney sheriff chief detective officer councilman
    councilwoman commissioner chairman chairwoman director emir sheikh sheik ayatollah imam rabbi baroness baron
    count duke duchess leader whip prime vice deputy former ex
    """
)
    ),
}  # fmt: skip
"""Titles before a name, with the gender that they tell."""
GENDERED = {
    "congressman": "m", "congresswoman": "f", "councilman": "m", "councilwoman": "f", "chairman": "m",
    "chairwoman": "f", "spokesman": "m", "spokeswoman": "f", "businessman": "m", "businesswoman": "f", "king": "m",
    "queen": "f", "actor": "m", "actress": "f", "man": "m", "woman": "f", "father": "m", "mother": "f", "son": "m",
    "daughter": "f", "husband": "m", "wife": "f", "brother": "m", "sister": "f", "lady": "f", "widow": "f",
    "frontman": "m", "anchorman": "m", "boy": "m", "girl": "f", "pope": "m", "bishop": "m", "baroness": "f",
}  # fmt: skip

ROLES = words("""
    actor actress adviser dean guest heir kingpin activist organiser mastermind watcher negotiator-in-chief
    cofounder rancher preacher evangelist philanthropist scion executive-director newcomer dissident hacker
    advisor advocate agent aide ambassador analyst anchor anchorwoman architect archbishop artist assistant
    astronaut attorney author baker banker billionaire bishop blogger boss broker businessman businesswoman
    candidate captain cardinal chair chairman chairperson chairwoman challenger chancellor chief citizen clerk
    coach coordinator co-chair co-chairman co-founder co-host colonel columnist comedian commander commentator
    commissioner comptroller congressman congresswoman consul contender contributor controller correspondent
    councillor councilman councilwoman counsel counselor counterpart critic delegate democrat deputy designer
    detective developer diplomat director doctor donor economist editor emir employee engineer envoy executive
    expert farmer father fellow filmmaker fisherman founder friend front-runner frontrunner general governor
    head historian host inspector interpreter inventor investigator investor journalist judge justice king lady
    lawmaker lawyer leader lecturer legislator liaison lobbyist magnate man manager mayor mechanic member
    minister moderator mogul mother musician negotiator neighbour neighbor nominee novelist nurse officer
    official operative operator organiser organizer owner pastor patient photographer pilot player poet
    politician pollster pope premier presenter president priest prime-minister principal prisoner producer
    professor programmer prosecutor provost psychologist publisher queen rapper reporter representative
    republican researcher resident rival runner-up scholar scientist secretary senator sergeant sheriff
    shopkeeper singer skipper socialist soldier solicitor speaker specialist spokesman spokesperson spokeswoman
    star strategist student superintendent supervisor supporter surgeon surrogate surveyor survivor sponsor
    teacher technician trader treasurer trustee tycoon union veteran veto-player vice-chairman vice-president
    victim volunteer voter whip whistleblower widow wife woman worker writer newsman newswoman anchorman insider
    ceo cfo coo pm mp mep congressperson minister-president undersecretary premier-designate ex-president
    chief-of-staff parliamentarian backbencher harbourmaster trawlerman
""")
"""What a person can be; the head of a description of one person."""

OFFICES = words("""
    ambassador chancellor chairman chairperson chairwoman governor premier president vice-president mayor minister
    secretary pope queen king pm ceo cfo coo head director judge senator congressman congresswoman nominee candidate
    spokesman spokeswoman spokesperson front-runner frontrunner host moderator businessman billionaire mogul
    congressperson speaker leader emir boss chief commissioner attorney sheriff editor author comptroller
""")
"""Roles that one known person of an article may be called by alone (`the president`)."""

ORGANISATIONS = words("""
    administration agency body academy airlines airline airport alliance army assembly association authority bank board
    brigade bureau cabinet campaign caucus center centre chamber charity church city club coalition college command
    commission committee community companies company confederation conference congress consortium consulate convention
    co-operative cooperative corp corp. corporation council county court courts department division embassy enterprise
    exchange faction federation firm fleet force forces foundation front fund government group guard hospital house
    inc inc. industries initiative institute institution intelligence kingdom laboratory league legislature lobby llc
    ltd ltd. ministry mission monastery movement municipality museum navy network office operation opposition
    organisation organization palace panel parliament partners partnership party patrol pentagon police politburo
    port presidency regiment registry regime republic republics reserve rotary school schools secretariat senate
    service services society squad state states store syndicate taskforce team trust union unit university watchdog
    treasury tribunal troika utility works yard union kremlin interpol nato un eu fbi cia nsa irs epa who nra aclu
    dnc rnc gop pac watch fda cdc doj nasa opec imf wto unesco unicef unhcr icc osce
""")
"""The head of a body that acts."""

OUTLETS = words("""
    abc aap afp al-jazeera ap axios bbc bloomberg breitbart buzzfeed cbs cnbc cnn c-span dpa fox guardian itv irna
    msnbc nbc npr newsweek pbs politico reuters rt sky slate tass univision vox wapo xinhua espn hbo upi nyt wsj
    telemundo mirror sun economist wikinews spiegel figaro monde pais corriere repubblica ansa efe kyodo yonhap interfax
    anadolu gawker salon vice breitbart.com huffpost
""")
OUTLET_HEADS = words("""
    broadcaster channel chronicle courier daily dispatch examiner gazette globe herald inquirer journal magazine
    media mercury network news newsletter newspaper newspapers newsroom newswire observer outlet outlets paper
    papers pilot podcast post press programme radio register review site station sentinel standard star telegraph
    show hour television times tabloid tribune website weekly wire blog post-dispatch informer tv
""")
"""The head, or a word of the name, of a news medium."""
PRESS_PEOPLE = words("reporter reporters journalist journalists correspondent correspondents moderators moderator")

DOCUMENTS = words("""
    account act ad ads affidavit agreement analysis announcement article audit autobiography bill biography book
    brief bulletin calculation census certificate charter circular claim communique complaint constitution contract
    curriculum data database deed diary directive disclosure document documents dossier draft editorial email emails
    essay estimate estimates evidence file files filing filings findings forecast form guidelines index indictment
    inquiry invoice invoices ledger law laws lawsuit leak letter letters log logs manifesto manual manuscript map
    measurements memo memoir memorandum message messages minutes motion note notes notice numbers opinion order
    paper papers petition picture plan platform policy poll polls polling post posts press-release projection
    proposal protocol rankings reading readings record records register report reports research resolution results
    review rule rules ruling samples schedule script sign slogan speech statement statements statistics statute story
    studies study subpoena suit survey surveys tape tapes tweet tweets text texts testimony timetable transcript
    transcripts treaty verdict version video warrant website will biographies receipts photograph photographs images
    average polling figures spreadsheet footage excerpt excerpts headline headlines column columns rhetoric
""")
GROUPS = words("""
    activists advisers advisors advocates aides allies americans analysts attorneys authorities backers candidates
    campaigns children citizens clerks columnists commentators conservatives constituents critics crowd delegates
    democrats diplomats doctors donors economists editors electorate employees engineers everybody everyone
    evangelicals executives experts families family fans farmers figures fishermen folks followers friends
    governments group groups historians hosts industry insiders intellectuals investigators journalists judges
    juries jury lawmakers lawyers leaders legislators liberals lobbyists locals managers many masses media members
    men millennials ministers most mothers movement neighbours neighbors nobody none nurses observers officers
    officials ones operatives opponents organisers organizers others owners parents participants parties partners
    passengers patients people percent players police politicians pollsters practitioners prosecutors protesters
    public pundits rebels reporters republicans representatives researchers residents respondents rivals scholars
    scientists senators shareholders skippers socialists soldiers some someone sources speakers spokesmen staff
    staffers statesmen strategists students suburbanites superdelegates supporters surrogates survivors teachers
    them those thousands tourists trawlermen trustees unions users veterans victims villagers viewers volunteers
    voters whites witnesses women workers world writers youth anybody anyone few several hundreds dozens majority
    minority plurality half third quarter demonstrators colleagues candidates’ rivals’ country nation
""")
"""Heads of sources that are many and not named."""

STOP = words("""
    a about according across add adding additionally after again all also although am amid among an and another any
    are around as asked at back be because been before behind below besides both but by can despite did do does during
    each earlier either even ever every finally first following for former from further given had has have he her here
    his how however i if in including indeed instead into is it its just last later least less like lots many may
    maybe me meanwhile might more moreover most much must my near neither never nevertheless next no nor not nothing
    now of off on once one only onto or other our out over per perhaps please previously put quite rather really
    recently said says second separately several she should since so some soon speaking still such take than thanks
    that the their them then there therefore these they this those though three through throughout thus to today
    together tomorrow too tuesday two under unless unlike until up upon us very via was we well were what whatever
    when where whether which while who whoever whom whose why will with within without would yes yesterday yet you
    your monday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december jan feb mar apr jun jul aug sept sep oct nov dec good great new old let don't it's
    that's there's i'm we're they're he's she's can't won't didn't isn't
""")
"""Words that begin sentences with a capital and are no names."""

MONTHS = words("january february march april may june july august september october november december "
               "jan feb mar apr jun jul aug sep sept oct nov dec")  # fmt: skip
DAYS = words("monday tuesday wednesday thursday friday saturday sunday")

OWNED = words(
    """
    campaign administration team family camp aides supporters voters rally show white house press
    """
)
"""Heads of bodies that go by a person's or another body's name and are not called by it alone."""
SYNONYMS = {
    "pm": ("prime", "minister"),
    "ceo": ("chief", "executive"),
    "vp": ("vice", "president"),
    "frontrunner": ("front-runner",),
}
GENERIC = words(
    """
    agency association body bureau campaign commission committee company council court department firm
    foundation government group institute ministry mission network office organisation organization party team
    union university court authority bank board center centre club
    """
)
STOPPERS = words(
    """
    of to by from with for in on at that said says told and or but is was were are be as if than about when
    while because among between against the a an
    """
)


CANDIDATES = words(
    """
    candidate nominee front-runner frontrunner contender billionaire businessman mogul socialist democrat republican
    """
)
ADJECTIVES = words(
    """
    american british french german russian iranian chinese israeli ukrainian turkish indian japanese canadian
    australian mexican u.s us uk democratic republican conservative labour liberal current outgoing sitting
    """
)


COUNTRIES = frozenset(
    line.strip()
    for line in """
afghanistan; albania; algeria; argentina; armenia; australia; austria; azerbaijan; bahrain; bangladesh; belarus
belgium; bolivia; bosnia; brazil; britain; bulgaria; cambodia; cameroon; canada; chile; china; colombia; congo
costa rica; croatia; cuba; cyprus; czech republic; denmark; ecuador; egypt; england; eritrea; estonia; ethiopia
finland; france; georgia; germany; ghana; greece; greenland; guatemala; haiti; honduras; hungary; iceland; india
indonesia; iran; iraq; ireland; israel; italy; ivory coast; jamaica; japan; jordan; kazakhstan; kenya; kosovo
kuwait; kyrgyzstan; laos; latvia; lebanon; libya; lithuania; luxembourg; malaysia; mali; malta; mexico; moldova
mongolia; montenegro; morocco; mozambique; myanmar; namibia; nepal; netherlands; new zealand; nicaragua; niger
nigeria; north korea; north macedonia; norway; oman; pakistan; palestine; panama; paraguay; peru; philippines
poland; portugal; qatar; romania; russia; rwanda; saudi arabia; scotland; senegal; serbia; sierra leone; singapore
slovakia; slovenia; somalia; south africa; south korea; south sudan; spain; sri lanka; sudan; sweden; switzerland
syria; taiwan; tajikistan; tanzania; thailand; tunisia; turkey; turkmenistan; uganda; ukraine; united kingdom
united arab emirates; united states; uruguay; uzbekistan; vatican; venezuela; vietnam; wales; yemen; zambia
zimbabwe; us; u.s.; uk; u.k.; uae; islamic republic; soviet union; european union; american; america
washington; london; paris; berlin; moscow; tehran; beijing; kyiv; kiev; brussels; ankara; tokyo; seoul; pyongyang
jerusalem; riyadh; cairo; damascus; baghdad; islamabad; new delhi; delhi; warsaw; budapest; rome; madrid; vienna
hanoi; caracas; havana; pretoria; canberra; ottawa
alabama; alaska; arizona; arkansas; california; colorado; connecticut; delaware; florida; hawaii; idaho; illinois
indiana; iowa; kansas; kentucky; louisiana; maine; maryland; massachusetts; michigan; minnesota; mississippi
missouri; montana; nebraska; nevada; new hampshire; new jersey; new mexico; new york; north carolina; north dakota
ohio; oklahoma; oregon; pennsylvania; rhode island; south carolina; south dakota; tennessee; texas; utah; vermont
virginia; west virginia; wisconsin; wyoming; puerto rico; los angeles; san francisco; chicago; boston; philadelphia
houston; dallas; miami; detroit; atlanta; seattle; denver; cleveland; las vegas; baltimore; milwaukee; new orleans
ontario; quebec; alberta; catalonia; bavaria; crimea; kashmir; hong kong; sydney; melbourne; toronto; montreal
vancouver; mumbai; shanghai; istanbul; dubai; geneva; munich; frankfurt; hamburg; milan; barcelona; lisbon; dublin
edinburgh; glasgow; manchester; birmingham; liverpool; belfast; cardiff; europe; asia; africa; middle east
latin america; west bank; gaza; wall street; capitol hill; silicon valley; hollywood
""".replace("\n", ";").split(";")
    if line.strip()
)
"""Countries, and capitals that stand for their governments."""


@cache
def first_names() -> dict[str, str]:
    """First names in lower case, each with `m`, `f` or, where it may be both, `?`.

    Source: the United States census of 1990, as the package `names` carries it.
    """
    shares: dict[str, dict[str, float]] = {}
    for gender, file in (("m", "dist.male.first"), ("f", "dist.female.first")):
        for line in resources.files("names").joinpath(file).read_text(encoding="ascii").splitlines():
            name, share = line.split()[:2]
            shares.setdefault(name.lower(), {})[gender] = float(share)
    told = {}
    for name, by_gender in shares.items():
        male, female = by_gender.get("m", 0.0), by_gender.get("f", 0.0)
        told[name] = "m" if male > 4 * female else "f" if female > 4 * male else "?"
    return told | GIVEN_NAMES


GIVEN_NAMES = dict.fromkeys(words(
    """
    abdel abdul abdullah abu ahmad ahmed aleksandr alexei alexey ali alistair amir anatoly andrei andrzej ansel
    anwar aryeh asif ayman barack bashar benjamin bernd bibi binyamin boris boutros chaim clarence dawood dmitri
    dmitry donald emmanuel emomali erdogan evgeny farid farouk fyodor gennady gerhard gianni giorgio giovanni
    giuseppe hafez hakeem hamid hasan hassan heinz hikmet hugo hussein ibrahim igor ilya imran ismail ivan jair
    jair-messias janos javad jean jean-claude jean-marie jeb jens jozef jurgen karim kemal khalid kim kofi
    konstantin lech leonid lindsey luca mahmoud manuel marek matteo mehmet mihail mikhail milos mitch mitt
    mohamed mohammad mohammed muhammad mustafa nabil naftali narendra newt nicolas nigel nikita nikolai olaf
    oleg olivier omar osama pavel pedro pervez pierre piotr qasem raed rafiq raja rajiv ramzan rand rashid ravi
    recep reince riccardo rishi rustam sadiq saeed salman sanjay satya sayed sergei sergey shimon shinzo silvio
    slobodan stefan stephane sundar tariq tayyip vaclav vedant viktor vitaly vladimir volodymyr wolfgang xavier
    yair yasser yevgeny yitzhak yuri yusuf zbigniew zoltan antonio-guterres antonio bjorn carlos enrique goran
    gustavo hamza henrik imre ismael jacek jose juan kaspar kostas lars mats mikael nils ole oskar petr pyotr
    rasmus ruben soren tomas vikram waleed william yaroslav
    """
), "m",
) | dict.fromkeys(words(
    """
    aisha aleksandra amina anastasia angela anneke ayesha benazir chiara daria ekaterina elif elena emine fatima
    fatou federica fiona galina giorgia giulia hanna huma ingrid irina ivanka katya kellyanne kirsten larissa
    leila ludmila malala marine mariana marija megyn melania mika nadia nadine nadezhda nancy natalia natasha
    nikki noor olga oksana priti sanna shirin sigrid sonia svetlana tatiana theresa tulsi ursula valerie yulia
    yuliya zahra zainab zeynep astrid birgit chimamanda elizabeth hillary idil mette nirmala petra saskia sunita
    ulrike vesna
    """
), "f",
)  # fmt: skip
"""Given names that the census list lacks; ours."""


@cache
def surnames() -> frozenset[str]:
    """Surnames in lower case. Source: the United States census of 1990, as the package `names` carries it."""
    table = resources.files("names").joinpath("dist.all.last").read_text(encoding="ascii")
    return frozenset(line.split(maxsplit=1)[0].lower() for line in table.splitlines())


@cache
def same_given_name(one: str, other: str) -> bool:
    """Whether two first names, in lower case, may be one person's: `ken` and `kenneth`. Source: package `nicknames`."""
    if one == other:
        return True
    namer = nick_namer()
    return other in namer.nicknames_of(one) or one in namer.nicknames_of(other)


@cache
def nick_namer() -> NickNamer:
    """The table of nicknames, read at its first use."""
    from nicknames import NickNamer

    return NickNamer()
