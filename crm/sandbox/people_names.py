"""Names of invented customers: common names as often as they occur, and a long tail composed from syllables.

Frequencies matter more than the names: matching lives from the fact that some names are rare and a few are everywhere.
"""

from bisect import bisect
from collections.abc import Iterable
from functools import cache
from itertools import accumulate
from random import Random
from typing import NamedTuple


def words(text: str) -> list[str]:
    """Part a list that is written as one text."""
    return text.split()


MEN = words(
    "James Michael Robert John David William Richard Joseph Thomas Christopher Charles Daniel Matthew Anthony Mark "
    "Steven Andrew Paul Joshua Kenneth Kevin Brian Timothy Ronald Jason George Edward Jeffrey Ryan Jacob Nicholas Gary "
    "Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory Alexander Patrick Frank Raymond Jack "
    "Dennis Jerry Tyler Aaron Jose Adam Nathan Henry Zachary Douglas Peter Kyle Noah Ethan Jeremy Christian Walter "
    "Keith Austin Roger Terry Sean Gerald Carl Dylan Harold Jordan Jesse Bryan Lawrence Arthur Gabriel Bruce Logan "
    "Billy Joe Alan Juan Elijah Willie Albert Wayne Randy Mason Vincent Liam Roy Bobby Caleb Bradley Russell Lucas "
    "Mohammed Ali Ahmed Omar Wei Ming Jun Hiroshi Raj Amit Sanjay Vikram Arjun Luis Carlos Miguel Jorge Pedro Diego "
    "Pierre Jean Luc Marc Andre Ivan Dmitri Sergei Giovanni Marco Luca Stefan Klaus Lars Erik Kofi Kwame Chidi Emeka"
)
WOMEN = words(
    "Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Karen Sarah Lisa Nancy Sandra Betty Ashley Emily "
    "Kimberly Margaret Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Dorothy Amy "
    "Kathleen Angela Shirley Emma Brenda Pamela Nicole Anna Samantha Katherine Christine Debra Rachel Carolyn Janet "
    "Maria Olivia Heather Helen Catherine Diane Julie Victoria Joyce Lauren Kelly Christina Ruth Joan Virginia Judith "
    "Evelyn Hannah Andrea Megan Cheryl Jacqueline Madison Teresa Abigail Sophia Martha Sara Gloria Janice Kathryn Ann "
    "Isabella Judy Charlotte Julia Grace Amber Alice Jean Denise Frances Danielle Marilyn Natalie Beverly Diana "
    "Brittany Theresa Kayla Alexis Doris Lori Tiffany Fatima Aisha Layla Mei Ling Yuki Priya Anjali Sunita Deepa Ana "
    "Carmen Rosa Lucia Guadalupe Claire Sophie Chantal Monique Natasha Olga Svetlana Francesca Giulia Ingrid Astrid"
)
LASTS = words(
    "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson "
    "Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker "
    "Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell "
    "Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy "
    "Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson "
    "Brooks Chavez Wood James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross "
    "Foster Jimenez Powell Jenkins Perry Russell Sullivan Bell Coleman Butler Henderson Barnes Gonzales Fisher Vasquez "
    "Simmons Romero Jordan Patterson Alexander Hamilton Graham Reynolds Griffin Wallace Moreno West Cole Hayes Bryant "
    "Singh Chen Wang Li Zhang Liu Khan Tremblay Gagnon Roy Cote Bouchard Gauthier Morin Lavoie Fortin Gagne Ouellet "
    "Tran Pham Le Wong Chan Ali Ahmed Hussein Cohen Levy Murray Ford Marshall Owens McDonald Harrison Ruiz Kennedy "
    "Wells Alvarado Woods Porter Hicks Crawford Henry Boyd Mason Munoz Hunt Gordon Shaw Warren Dixon Burns Fraser"
)

# Formal name and the short forms that people give on the telephone; whoever matches keeps a list of their own.
NICKNAMES = {
    formal: tuple(shorts.split())
    for formal, shorts in (
        line.split(": ")
        for line in """
James: Jim Jimmy Jamie|Michael: Mike Mick Mickey|Robert: Bob Rob Bobby Robbie|John: Jack Johnny Jon|David: Dave Davey
William: Bill Will Billy Liam|Richard: Rick Dick Rich Ricky|Joseph: Joe Joey|Thomas: Tom Tommy|Christopher: Chris Topher
Charles: Charlie Chuck Chas|Daniel: Dan Danny|Matthew: Matt|Anthony: Tony|Steven: Steve|Andrew: Andy Drew|Joshua: Josh
Kenneth: Ken Kenny|Timothy: Tim Timmy|Ronald: Ron Ronnie|Edward: Ed Ted Eddie Ned|Jeffrey: Jeff|Jacob: Jake|Nicholas: Nick
Jonathan: Jon|Stephen: Steve|Lawrence: Larry|Benjamin: Ben Benji|Samuel: Sam Sammy|Gregory: Greg|Alexander: Alex Sasha Xander
Patrick: Pat Paddy|Raymond: Ray|Nathan: Nate|Zachary: Zach Zack|Douglas: Doug|Peter: Pete|Walter: Walt Wally|Gerald: Gerry Jerry
Arthur: Art Artie|Gabriel: Gabe|Albert: Al Bert|Vincent: Vince Vinny|Bradley: Brad|Russell: Russ|Harold: Harry Hal|Henry: Hank Harry
Mohammed: Mo Mohamed|Patricia: Pat Patty Trish Tricia|Jennifer: Jen Jenny Jenn|Elizabeth: Liz Beth Betty Lizzie Eliza Libby
Barbara: Barb Babs|Susan: Sue Susie|Jessica: Jess Jessie|Margaret: Peggy Maggie Meg Marge|Kimberly: Kim Kimmy|Deborah: Deb Debbie
Stephanie: Steph|Rebecca: Becky Becca|Cynthia: Cindy|Dorothy: Dot Dottie|Kathleen: Kathy Kate|Angela: Angie|Pamela: Pam
Samantha: Sam|Katherine: Kate Kathy Katie Kat|Christine: Chris Chrissy Tina|Debra: Deb Debbie|Rachel: Rae|Catherine: Cathy Kate Cat
Victoria: Vicky Tori|Christina: Chris Tina|Virginia: Ginny|Judith: Judy|Jacqueline: Jackie|Teresa: Terry Tess|Abigail: Abby
Kathryn: Kathy Kate|Isabella: Bella Izzy|Danielle: Dani|Natalie: Nat|Theresa: Terry Tess|Alexis: Lexi Alex|Sandra: Sandy
Michelle: Shelly Mich|Amanda: Mandy|Melissa: Missy Mel|Frances: Fran|Jeremy: Jem|Charlotte: Charlie Lottie|Guadalupe: Lupe
Francesca: Fran Cesca|Natasha: Tasha|Dmitri: Dima|Sergei: Seryozha|Miguel: Migue|Madison: Maddie|Carolyn: Carrie|Nancy: Nan
""".replace("\n", "|").strip("|").split("|")
    )
}  # fmt: skip

_FIRST_STARTS = words(
    "Ab Ad Al Am An Ar As Av Be Bra Bre Ca Ce Cha Cor Da De Di Do Ea El Em Es Fa Fe Fi Ga Ge Gi Ha He Hu Ib Il In Is Ja "
    "Je Jo Ka Ke Ki La Le Li Lo Ma Me Mi Mo Na Ne Ni No Ol Or Pa Pe Ra Re Ri Ro Sa Se Shi So Su Ta Te Ti To Va Ve Vi Ya Za Ze"
)
_MEN_ENDS = words(
    "bir dan del fan han jad kim lan mar mir nan nard niel nor rad rek rian ric rin ron sar shan ton van vin win"
)
_WOMEN_ENDS = words(
    "bella dia dra elle gail ina isha lana leen lia linda lyn mara mina nia nita risa rissa sha sia tha vina yah"
)
_ROOTS_AND_ENDS = [line.split(" | ") for line in """
Ash Black Brad Bran Brook Burn Cal Carl Chat Clay Cran Crow Dal Den Dun East Ed Elm Fair Far Gar Glen Hal Har Hart Haw \
Hol Hunt Kel Ken Kil Lang Lin Lock Mal Mar Mer Mil New Nor Oak Pem Pres Rad Raven Red Rock Rush Sand Shel Sher Spring \
Stan Stock Strat Sut Thorn Wain Wal War Wes Whit Wil Win Wood | bridge brook burn bury by combe cott croft dale den \
don field ford gate ham hurst land ley low man mere more ridge sby shaw side son stead stone ston thorpe ton tree well \
wick wood worth yard
Bor Chern Dobr Drag Fed Gor Grab Iv Jan Kal Kam Kazim Kor Kowal Kras Kuz Laz Maj Mal Mar Mat Mikh Nem Nov Oleks Ost \
Pav Pet Pop Rad Rog Sav Sid Sok Star Stoj Tkach Vas Vol Wisni Zab Zel | ak anov arek chenko chik czyk ec enko evic \
ewski icki in ko ko enkov ocha ov ovic owski ski sky uk yk
Alb Arag Bal Barr Ben Cab Cald Camp Card Casc Cerv Dom Esc Esp Fuent Gald Guer Herr Iz Lar Leg Lor Maldon Marq Med \
Mont Nav Olm Pal Per Quint Riv Ros Sal Sandov Ser Sol Tor Val Var Vel Vill Zam Zap | acas ado al alba ales anza ar aro \
as ellano ena era ero es eta ez iago illo ino on osa oza uela uera
Agost Bald Bern Bian Brun Cat Cav Cec Cor Dam Del Fabr Ferr Fior Gall Gent Grass Iann Lomb Luc Magn Manc Marc Mart Mor \
Napol Nic Pag Pell Pic Rinald Ross Sant Sar Tagl Test Tomm Venez Zan | acci alli anelli ani ano aro ato elli ello eri \
eschi etti icci illo ini ino iti oli oni otti ucci uzzo
Agar Am Anand Bal Bans Bhat Chak Chand Desh Ganes Gop Gup Har Jag Jay Kris Kul Lax Mah Man Meh Nar Nat Om Par Prak Rag \
Raj Ram Rang San Seth Shan Shiv Sri Sub Sund Upad Ven Vish | a al an anathan andan ani ar arao aswamy athan avan deo \
dhar endra esh iah inder ji kar lal mani nath pal raju wal want
Alex Anast Antoni Apost Christ Demetri Dimitr Georg Ioann Kar Konst Kyri Lamp Makr Mich Nikol Pan Papad Pavl Stav \
Steph Theod Tsik Vasil Xen Zach | adis akis akos aki antis as atos eas elis idis iou opoulos os ou oudis
Abdul Ade Akin Ama Asa Ba Bel Chi Dia Eze Fola Had Ibe Ka Kou Ma Mba Mens Nwa Obi Oka Ola Olu Osei Owu Sam Tad Tou \
Uche Zer | bola bayo dele diallo foh fune goke jide kale kwu lade lu mah mi ndi niyi nu nwa raki ru ssou tayo tunde \
wale woye yemi
Anders Berg Dahl Ek Eng Fors Gran Gust Hag Hed Holm Kjell Lind Ljung Lund Nord Ny Oster Ros Sand Sjo Soder Strand Sund \
Thor Vester Wall | berg blad blom borg by dahl edt en feldt gaard gren haug heim holm holt ing kvist lund man mark nes \
qvist sen son stad strom vall vik
""".strip().splitlines()]  # fmt: skip


class Pool(NamedTuple):
    """Values and the running sum of their shares."""

    values: tuple[str, ...]
    sums: tuple[float, ...]

    def draw(self, chance: float) -> str:
        """Give the value that a number between 0 and 1 falls on."""
        return self.values[bisect(self.sums, chance * self.sums[-1], 0, len(self.sums) - 1)]


def ranked(head: list[str], tail: list[str], *, head_share: float) -> Pool:
    """Weigh a head of common values and a tail of rare ones, each falling with its rank."""
    seen = dict.fromkeys(head)
    rare = [value for value in dict.fromkeys(tail) if value not in seen]
    common = [1 / (rank + 12) for rank in range(len(seen))]
    rarely = [1 / (rank + 60) ** 0.6 for rank in range(len(rare))]
    up, down = head_share / sum(common), (1 - head_share) / sum(rarely)
    return Pool((*seen, *rare), tuple(accumulate([w * up for w in common] + [w * down for w in rarely])))


@cache
def men() -> Pool:
    """Give the first names of men."""
    return ranked(MEN, _shuffled(a + b for a in _FIRST_STARTS for b in _MEN_ENDS), head_share=0.8)


@cache
def women() -> Pool:
    """Give the first names of women."""
    return ranked(WOMEN, _shuffled(a + b for a in _FIRST_STARTS for b in _WOMEN_ENDS), head_share=0.78)


@cache
def lasts() -> Pool:
    """Give last names: about two hundred common ones, more than ten thousand rare ones, some of two parts."""
    plain = [root + end for roots, ends in _ROOTS_AND_ENDS for root in roots.split() for end in ends.split()]
    celtic = [f"{head}{name.lower()}" for head in ("Mc", "O'") for name in plain[:600]]
    noble = [f"{head}{name.lower()}" for head in ("Van ", "De ", "Di ") for name in plain[600:800]]
    double = [f"{a}-{b}" for a in LASTS[:60] for b in LASTS[40:60] if a != b]
    return ranked(LASTS, _shuffled(plain + [_capital(name) for name in celtic + noble] + double), head_share=0.4)


def _capital(name: str) -> str:
    """Write the letter after a name's first part as a capital, as in McKay and O'Hara."""
    for start in ("Mc", "O'", "Van ", "De ", "Di "):
        if name.startswith(start):
            return start + name[len(start) :].capitalize()
    return name


def _shuffled(names: Iterable[str]) -> list[str]:
    """Mix the tail once and for all, so that its common and rare names come from all languages."""
    mixed = list(names)
    Random("the tail of names").shuffle(mixed)  # noqa: S311 - the order of invented names
    return mixed
