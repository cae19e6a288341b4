"""Short forms of given names, other spellings of one name, and given names common enough that a near one is no typing error."""

from collections.abc import Iterable, Mapping

# Formal name first, then what people call its bearer. A short form may serve several names: Alex, Sam, Vic, Pat.
_GROUPS = """
abigail abby gail; abraham abe bram; adam; adelaide addie; adrian ade; agnes aggie; albert al bert albie; alexander alex al sandy sasha xander alec lex
alexandra alex sandy sasha lexi alexa; alexis alex lexi; alfred al alf fred freddie; alice ali; alison ali allie; allan al; amanda mandy; amelia amy millie
anastasia ana stacy nastia; andrea andie; andrew andy drew; angela angie; angelina angie lina; ann annie nan; anthony tony ant; antonio tony toni
archibald archie; arnold arnie; arthur art artie; augustus gus; barbara barb barbie; bartholomew bart; beatrice bea trixie; benjamin ben benny benji
bernard bernie; bradley brad; brandon; bridget bridie; calvin cal; cameron cam; carolina caro; caroline carrie carol caro; cassandra cassie
catherine cathy cat cate cath kate katie kathy; cecilia cece celia; charles charlie chuck chas; charlotte charlie lottie char; christian chris
christina chris tina christy; christine chris tina chrissy; christopher chris kit topher; clifford cliff; clinton clint; constance connie; cornelius neil
curtis curt; cynthia cindy; daniel dan danny; danielle dani; david dave davey; deborah deb debbie debs; dennis denny; derek; diana di; dominic dom nic
donald don donnie; dorothy dot dottie; douglas doug; edgar ed; edmund ed eddie; eduardo ed eddie lalo; edward ed eddie ted teddy ned; edwin ed eddie
eleanor ellie nell nora; elizabeth liz beth betty eliza lizzie libby lisa betsy; emily em; emmanuel manny; enrique kike; ernest ernie; esperanza espe
eugene gene; evelyn evie; ezekiel zeke; ferdinand ferdie; fernando nando fern; florence flo; frances fran frannie; francesca fran; francis frank fran
francisco paco pancho frank cisco; franklin frank; frederick fred freddie rick; gabriel gabe; gabriela gabby gaby; geoffrey geoff; george georgie
gerald gerry jerry; gerard gerry; gilbert gil; giovanni gio; gloria glo; gordon gord gordie; graciela chela; gregory greg; guadalupe lupe; guillermo memo
gwendolyn gwen; harold harry hal; harriet hattie; helen nell; henry hank harry; herbert herb; howard howie; hubert hugh; ignacio nacho; isabel izzy bella
isabella izzy bella isa; isaac ike; isaiah; jacob jake; jacqueline jackie; james jim jimmy jamie; janet jan; jasmine jas jazz; jason jay; jean; jeffrey jeff
jeremy jerry jez; jennifer jen jenny jenn; jessica jess jessie; jesus chuy; joan joanie; joanna jo; jonathan jon jonny; john jack johnny jon; jose pepe
joseph joe joey; josephine jo josie; joshua josh; juan; judith judy; julia jules; julian jules; karen; katherine kate katie kathy kat kay kit kathie
kathleen kathy kath kate; kenneth ken kenny; kevin kev; kimberly kim kimmy; kristina kris tina; kristopher kris; lawrence larry laurie; leo; leonard leo len lenny
leonardo leo; leonora nora leo; lillian lily lil; linda lindy; louis lou louie; louise lou; lucas luke; lucia lucy; lucinda cindy lucy; luis lou; lynn
madeleine maddie; magdalena lena magda; manuel manny manolo; marcus marc; margaret maggie meg peggy marge margie greta rita; maria mia; marianne mary
marilyn mary; mario; martin marty; martha; matthew matt matty; maurice mo; maximilian max; maxwell max; megan meg; melanie mel; melissa mel missy lissa
melvin mel; michael mike mick mikey micky mitch; michelle shelly chelle; mildred millie; miguel mike; miriam mimi; mitchell mitch; mohammed mo moe
montgomery monty; morris mo; nadezhda nadia; nancy nan; natalia nat talia; natalie nat; natasha tasha; nathan nate; nathaniel nate nat; nicholas nick nicky
nicole nicky nikki; norman norm; oliver ollie; olivia liv livvy; oscar; pamela pam; patricia pat trish patty tricia; patrick pat paddy; paul; paula
penelope penny; perry; peter pete; philip phil; phillipa pippa; phyllis phyl; priscilla cilla; rachel rach rae; rafael rafa; ralph; randall randy rand
raymond ray; rebecca becky becca bec; reginald reg reggie; regina gina; ricardo rick ricky; richard rick dick rich ricky richie; robert bob rob bobby robbie bert
roberto beto rob; roberta bobbie; roderick rod; rodney rod; roger rog; roland rollie; ronald ron ronnie; rosalind roz; rosemary rosie rose; roxanne roxy
rudolph rudy; russell russ; salvador sal; salvatore sal; samantha sam; samuel sam sammy; sandra sandy; santiago santi; sarah sally; sebastian seb bastian
sergio; serena; sharon shari; sheila; shirley shirl; sidney sid; solomon sol; sophia sophie; spencer spence; stanley stan; stephanie steph stevie
stephen steve stevie; stuart stu; susan sue susie suzy; suzanne sue suzy; sylvester sly; sylvia sylvie; tabitha tabby; tamara tammy; teresa terry tess tracy
terence terry; thaddeus tad; theodore ted theo teddy; theresa terry tess; thomas tom tommy; timothy tim timmy; tobias toby; tyler ty; valerie val; vanessa nessa
veronica ronnie vera; victor vic; victoria vicky tori vic; vincent vince vinny vin; viola vi; virginia ginny ginger; vivian viv; vladimir vlad; walter walt wally
wesley wes; wilfred wilf; william bill will billy willy liam; winifred winnie; winston; yolanda yoli; yvonne; zachary zach zack; zoe
"""

# One name, several spellings: the group is told by its first word.
_SPELLINGS = """
aaron aron; aiden aidan ayden; alan allan allen; alison allison; ann anne; ana anna; brian bryan bryon; bridget brigitte; catherine catharine katharine katherine kathryn
kathrine; christina kristina cristina; christine kristine; christopher kristopher cristopher; claire clare; craig kraig; deborah debra; debbie debby
derek derrick derick; eric erik erick; frederick frederic fredrick; geoffrey jeffrey jeffery; geoff jeff; george jorge; gabriela gabriella; graham graeme
hannah hanna; helen helene; isabel isabelle; jacqueline jaqueline; jenny jennie; john jon; jonathan johnathan jonathon; joseph josef; karl carl; katie katy
kathy cathy; kimberly kimberley; kris chris; lawrence laurence; leah lea; lori laurie; lynn lynne; madeleine madeline; marc mark; margarita margarita; maria mariya
marianne maryanne; matthew mathew; megan meghan meagan; michael micheal mikhail; michelle michele; mohammed mohamed mohammad muhammad mohamad; natalia nataliya
natalie nathalie; nicholas nicolas nikolas; nicole nichole; nicky nicki nikki; oleksandr alexander aleksandr alejandro; philip phillip; rachel rachael; rafael raphael
rebecca rebekah; sara sarah; sean shaun shawn; sofia sophia; sophie sofie; stephen steven stefan; steve steev; stuart stewart; susan suzan; teresa theresa; terry teri
thomas tomas; tony toni; tracy tracey; vicky vicki vickie; victor viktor; vivian vivien; vladimir volodymyr; william wiliam; yousef yusuf youssef; zachary zachery
"""

# Given names in use beside those above; two of them a letter apart are two people, not a typing error.
_NAMES = """
anas ada adan adele adrien aida ahmed aisha alana alba aldo alec alena alfonso alicia alina alma alvaro alyssa amara amber amir amira amit ana anders anika anita anna
anton anya april arjun armando arun arya asha ashley aslan astrid audrey ava axel ayesha barry beau becky belinda bella beth bianca blake bob bonnie boris
brad brenda brent brett bruce bruno bryce camila camille candice carla carlo carlos carmen carol carrie cecil cedric celeste celine cesar chad chelsea chen cheryl
chloe cody colin connor corey cory cristian cyril daisy dale damian damien dan dana dane dante daria dario darius darla darlene darren daryl dawn dean deanna deepak
dee delia denis denise desmond devin devon diane diego dina dino dion dmitri dolores dominique donna dora doris duncan dylan earl edith eduardo edwin eileen elaine
elena eli elias elijah elisa ella ellen elmer elsa elvira emil emilia emma erica erika erin ernesto esteban esther ethan eva evan eve fabian faith farah fatima
faye felicia felipe felix fiona flora francine francois fredrik gail garry gary gavin genevieve gerardo gianna gilberto gina gino giulia glen glenn grace grant greta
guy hadi hailey hamid hana hans hanna harpreet harry hasan hassan hazel heather hector heidi henri holly hope hugo hussein ian ibrahim ida imran ines inga ingrid
irene iris irina isla ivan ivana ivo ivy jack jackson jaime jake jamal jan jana jane janice jared jaspreet javier jay jaya jean jenna jill jim joan jocelyn jodi joel
johan johanna jordan jorge josie joy joyce juana juanita judah jude julie juliet june justin kamal kara karim karin karina karla kaya kayla keith kelly kelsey kendra
kerry khalid kiara kim kimo kira kiran klara klaus kurt kyle laila lana lara lars laura lauren layla lea lee leila lena leon leona leroy lesley leslie lia liam lily
lin lina lino lisa lloyd logan lola lora lorena loretta lorna lorne lorraine luca lucie luigi luisa luka lukas luke luna lydia lyle mabel magnus malik mandy manoj mara
marcel marcela marcella marcello marcelo marcia marco marcos marcy margo margot mari mariana marie marina marino marion marisa marisol marjorie marla marlene marlon
marsha marta marty marvin mary mason matteo maureen maurizio max maya mei mia micah mikael mila milan milena milo mina mirella mohan moira molly mona monica nabil nadia
nadine naomi nasir neal ned nell nelson nia nico nigel nikita nikolai nils nina noah noel noor nora norma odile olaf olga omar orlando orla oskar otis otto owen pablo paige
paolo pascal pat pearl pedro petra pierre polly priya quentin rahul raj rajesh ramon rana raquel raul ravi reed reid rene renee reza rhonda rhys rick rico riley rita robin
rocco rodrigo rohan roman romeo rosa rosalie rosario rose ross rowan roy ruben ruby rupert ruth ryan sabina sabine sabrina said salim sally salma samir samira sana sandeep
sanjay sarita saul savannah scott selena selma sergei seth shane shannon shari shauna shelby sheldon shelley sherri sherry sierra silas silvia simon simona simone sonia
sonja sonya soren stacey stella summer sunil sven taylor tamsin tanya tara tariq tatiana ted thea theo tia tiffany tina todd toni travis trent trevor trina troy ulla
uma umar una ursula val vera vicente vijay vikram violet vito wade wanda warren wayne wendy willa willow xavier yan yara yasmin yasmine yuri yves yvette zainab zane zara
zelda zeynep zoran
"""


def _entries(table: str) -> Iterable[list[str]]:
    return (words for entry in table.replace("\n", ";").split(";") if (words := entry.split()))


def _variants() -> dict[str, str]:
    """Map each spelling on the first of its group; a name of two groups follows the later."""
    return {spelling: words[0] for words in _entries(_SPELLINGS) for spelling in words}


VARIANTS: Mapping[str, str] = _variants()


def rooted(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Give the formal names that each name can stand for, from (formal, short) pairs, spellings levelled."""
    roots: dict[str, set[str]] = {}
    for formal, short in pairs:
        root = VARIANTS.get(formal, formal)
        roots.setdefault(root, set()).add(root)
        roots.setdefault(VARIANTS.get(short, short), set()).add(root)
    return {name: frozenset(found) for name, found in roots.items()}


NICKNAMES: Mapping[str, frozenset[str]] = rooted((words[0], short) for words in _entries(_GROUPS) for short in words)
GIVEN_NAMES = frozenset(_NAMES.split()) | frozenset(
    word for table in (_GROUPS, _SPELLINGS) for words in _entries(table) for word in words
)
