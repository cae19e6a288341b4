"""Short and pet forms of given names, and whether two given names can be one person's."""

from functools import lru_cache

# Each line: the full name, then what its bearers are also called. A short form may stand for several full names.
_FORMS = """
abigail abby abbie gail
abraham abe bram
adelaide addie adele
adrian ade
agnes aggie
alan al allan allen
albert al bert bertie albie
alexander alex al alec xander sandy sasha
alexandra alex alexa lexi sandra sandy sasha
alexandria alex lexi
alfred al alf alfie fred
alice allie ali
alicia ali
allison ali allie alison
amanda mandy
amelia amy millie mia
anastasia stacy ana tasia
andrea andie andi
andrew andy drew
angela angie
angelina angie lina
ann anne annie anna nan nancy
annabelle anna belle bella
annette annie
anthony tony ant
antoinette toni nettie
antonio tony toni
archibald archie
arnold arnie
arthur art artie
ashley ash
augustine gus augie
augustus gus
barbara barb babs barbie
barnabas barney
bartholomew bart
beatrice bea trixie
benjamin ben benny benji
bernadette bernie
bernard bernie barney
bertram bert
bethany beth
beverly bev
bradford brad
bradley brad
brandon bran
brenda bren
brendan bren
brian bri bryan
bridget bridie
calvin cal
cameron cam
carl karl
carol carrie caroline
caroline carrie carol lina
carolyn carrie carol lyn
cassandra cass cassie sandra sandy
catherine cathy cat kate katie kathy cate
cecilia cece celia
charles charlie chuck chas chaz chip
charlotte charlie lottie char
chester chet
christian chris
christina chris tina christy chrissy christie
christine chris tina christy chrissy christie
christopher chris topher kit
clarence clare
clifford cliff
clinton clint
constance connie
cornelius neil
courtney court
crystal cris
curtis curt
cynthia cindy
daniel dan danny
danielle dani
darlene darla
david dave davey davie
dawn dee
deborah deb debbie debra debby
debra deb debbie debby
delores dee lola
dennis denny den
derek rick
diana di
diane di dianne
dolores lola
dmitri dima mitya
dominic dom nick
donald don donnie donny
donna don
dorothy dot dottie dolly
douglas doug
dwayne wayne
edgar ed eddie
edmund ed eddie ned ted
eduardo ed eddie
edward ed eddie ted teddy ned
edwin ed eddie
eileen ellie
elaine lainey
eleanor ellie nell nora ella
elijah eli
elizabeth liz lizzie beth betty betsy eliza libby lisa elsie bess elise liza
ellen ellie nell
emanuel manny
emily em emmy
emma em emmy
enrique rick ricky
ernest ernie
esther essie
ethan eth
eugene gene
evelyn evie eve
ezekiel zeke
felicia fel
florence flo
frances fran frankie fanny francie
francesca fran frankie cesca chesca
francis frank fran frankie
francisco frank paco pancho
franklin frank
frederick fred freddie freddy rick fritz frederic fredrick
gabriel gabe
gabrielle gabby gabi
geoffrey geoff jeff
george georgie
georgina georgie gina
gerald gerry jerry
geraldine gerry
gerard gerry jerry
gertrude trudy gert
gilbert gil bert
giovanni gio
giuseppe joe
gloria glo
grace gracie
gregory greg
gretchen greta
guadalupe lupe
guillermo memo
gwendolyn gwen
hannah anna
harold hal harry
harriet hattie
harrison harry
heather heath
helen nell nellie
henrietta hettie etta
henry hank harry hal
herbert herb bert
hilary hil
howard howie
hubert bert
hugh hughie
ignacio nacho
ivan vanya
irene rene
isaac ike zac
isabel izzy bella belle
isabella izzy bella belle
isabelle izzy bella belle
jackson jack jax
jacob jake jay
jacqueline jackie jacqui
james jim jimmy jamie jem
janet jan
janice jan
jason jay
jean-paul jp
jeffery jeff
jeffrey jeff geoff
jennifer jen jenny jenn
jeremiah jerry jeremy
jeremy jerry jem
jerome jerry
jesse jess
jessica jess jessie
jesus chuy
jillian jill
joan joanie
joann jo
joanna jo annie
joanne jo annie
jocelyn joss
john jack johnny jon johnnie
johnathan john jon johnny
jonathan jon jonny nathan john
jordan jordy
jorge george
jose pepe
joseph joe joey jos
josephine jo josie
joshua josh
joyce joy
juan john
judith judy jude
julia julie jules
julian jules
julie jules
justin jus
karen kari
katelyn kate katie
katherine kate katie kathy kat kathie kitty kay
kathleen kate katie kathy kath kay
kathryn kate katie kathy kat kay
kayla kay
kelly kel
kenneth ken kenny
kevin kev
kimberly kim kimmy kimberley
kristen kris kristy
kristin kris kristy
kristina kris tina
kristopher kris
lance larry
laura laurie
lauren laurie
laurence larry laurie
lawrence larry lars laurie
leah lea
leonard leo len lenny
leonardo leo
leroy roy
leslie les
lester les
lewis lew lou
lillian lily lil lilly
linda lin lindy
lindsay lin linds
lindsey lin linds
loretta etta lori
lorraine lori
louis lou louie
louise lou
lucas luke
lucille lucy lou
lucinda cindy lucy
luis lou
lydia liddy
lynn lyn
mackenzie mac kenzie
madeline maddie maddy
madison maddie maddy
magdalena magda lena
malcolm mal
manuel manny
marcus marc mark
margaret maggie meg peggy marge margie greta peg rita margo
maria mary mia
marian mary
marianne mary
marie mary
marilyn mary lyn
marjorie marge margie
marlene marly
martha marty
martin marty
marvin marv
mary molly polly mamie
mathew matt matty
matthew matt matty
maureen mo
maurice moe
maximilian max
maxwell max
megan meg
melanie mel
melinda mindy mel linda
melissa mel missy lissa
mercedes mercy
michael mike mick mickey mikey micheal
michele shelly
michelle shelly shell mickey
miguel mike
mildred millie
miranda mandy randy
miriam mimi
mitchell mitch
mohammad mo mohammed muhammad mohamed
mohammed mo mohammad muhammad mohamed
monica mona
montgomery monty
morris moe
nancy nan
natalia natasha nat talia
natalie nat
natasha tasha
nathan nate nat
nathaniel nate nat nathan
nicholas nick nicky nic nicolas klaus
nicole nikki nicky
norman norm
olga olya
olivia liv livvy
oliver ollie
oscar ozzie
pamela pam
patricia pat patty trish tricia patsy
patrick pat paddy rick
paul pauly
paula polly
paulina polly
pauline polly
penelope penny
peter pete
peggy peg
phillip phil pip
philip phil pip phillip
phyllis phyl
priscilla cilla
prudence prue
rachel rach rae
ralph ralphie
ramona mona
randall randy
randolph randy
raphael rafe
raul ralph
raymond ray
rebecca becky becca beck
reginald reg reggie
regina gina
rene renee
ricardo rick ricky
richard rick rich dick ricky richie
robert bob rob bobby robbie bert bobbie
roberta bobbie robbie bobby
roberto bob rob
roderick rod
rodney rod
roger rog
roland rollie
ronald ron ronnie
rosalie rose
rosalind roz rose
rose rosie
rosemary rose rosie
roxanne roxy
russell russ rusty
ruth ruthie
sabrina bri
salvador sal
salvatore sal
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sally sadie sara
scott scotty
sean shawn
sebastian seb bastian
sergei serge sergey
sergio serge
shannon shan
sharon shari
sheila shell
shelby shell
sherry sher
shirley shirl
sidney sid
simon si
solomon sol
sophia sophie
stacey stace stacy
stanley stan
stefan steve
stephan steve
stephanie steph stephie
stephen steve steph
steven steve stevie
stuart stu
susan sue susie suzy suzanne
susanna sue susie
suzanne sue susie suzy
svetlana sveta lana
sylvester sly
sylvia syl
tabitha tabby
tamara tammy
tanya tan
terence terry
teresa terry tess tessa tracy
terrance terry
terrence terry
thaddeus thad tad
theodore ted teddy theo
theresa terry tess tessa
thomas tom tommy thom
tiffany tiff
timothy tim timmy
tobias toby
tracey trace tracy
travis trav
trevor trev
tyler ty
tyrone ty
valerie val
vanessa nessa
vernon vern
veronica ronnie roni vera
victor vic
victoria vicky tori vicki vickie
vincent vince vinny vin
viola vi
virginia ginny ginger
vivian viv
walter walt wally
wanda wendy
warren ren
wayne wes
wendell wen
wesley wes
wilbur will
wilfred will fred
wilhelmina mina billie
willard will
william bill will billy willie liam wm
winifred winnie fred
winston win
yolanda yoli
yvonne von
zachary zach zack zac
zachariah zach zack
"""

_FULL_NAMES: dict[str, tuple[str, ...]] = {}
for _line in _FORMS.split("\n"):
    for _form in _line.split():
        _FULL_NAMES[_form] = (*_FULL_NAMES.get(_form, ()), _line.split()[0])


def root(first: str) -> str:
    """Give the full name that a given name most likely stands for; itself when none is known."""
    names = _FULL_NAMES.get(first)
    return first if names is None or first in names else names[0]


@lru_cache(maxsize=1 << 16)
def full_names(first: str) -> frozenset[str]:
    """Give every name that a given name can stand for, itself included."""
    return frozenset((first, *_FULL_NAMES.get(first, ())))


def may_be_one(a: str, b: str) -> bool:
    """Tell whether two different given names can be forms of one name."""
    return not full_names(a).isdisjoint(full_names(b))
