"""What a given name can stand for, spellings of one name, and given names common enough that a near one is no typing error."""

from collections.abc import Iterable, Mapping

from aiop.values.nicknames import FORMS

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
ada adam adan adele adrien ahmed aida aisha alana alba aldo alec alena alfonso alicia alina alma alvaro alyssa amara amber amir amira amit ana anas anders
anika anita anna anton anya april arjun armando arun arya asha ashley aslan astrid audrey ava axel ayesha barry beau becky belinda bella beth bianca blake bob
bonnie boris brad brenda brent brett bruce bruno bryce camila camille candice carla carlo carlos carmen carol carrie cecil cedric celeste celine cesar chad
chelsea chen cheryl chloe cody colin connor corey cory cristian cyril daisy dale damian damien dan dana dane dante daria dario darius darla darlene darren
daryl dawn dean deanna dee deepak delia denis denise desmond devin devon diane diego dina dino dion dmitri dolores dominique donna dora doris duncan dylan
earl edith eduardo edwin eileen elaine elena eli elias elijah elisa ella ellen elmer elsa elvira emil emilia emma erica erika erin ernesto esteban esther
ethan eva evan eve fabian faith farah fatima faye felicia felipe felix fiona flora francine francois fredrik gail garry gary gavin genevieve gerardo gianna
gilberto gina gino giulia glen glenn grace grant greta guy hadi hailey hamid hana hanna hans harpreet harry hasan hassan hazel heather hector heidi henri
holly hope hugo hussein ian ibrahim ida imran ines inga ingrid irene irina iris isaiah isla ivan ivana ivo ivy jack jackson jaime jake jamal jan jana jane
janice jared jaspreet javier jay jaya jean jenna jill jim joan jocelyn jodi joel johan johanna jordan jorge josie joy joyce juana juanita judah jude julie
juliet june justin kamal kara karim karin karina karla kaya kayla keith kelly kelsey kendra kerry khalid kiara kim kimo kira kiran klara klaus kurt kyle laila
lana lara lars laura lauren layla lea lee leila lena leon leona leroy lesley leslie lia liam lily lin lina lino lisa lloyd logan lola lora lorena loretta
lorna lorne lorraine luca lucie luigi luisa luka lukas luke luna lydia lyle mabel magnus malik mandy manoj mara marcel marcela marcella marcello marcelo
marcia marco marcos marcy margo margot mari mariana marie marina marino mario marion marisa marisol marjorie marla marlene marlon marsha marta marty marvin
mary mason matteo maureen maurizio max maya mei mia micah mikael mila milan milena milo mina mirella mohan moira molly mona monica nabil nadia nadine naomi
nasir neal ned nell nelson nia nico nigel nikita nikolai nils nina noah noel noor nora norma odile olaf olga omar orla orlando oskar otis otto owen pablo
paige paolo pascal pat pearl pedro perry petra pierre polly priya quentin rahul raj rajesh ramon rana raquel raul ravi reed reid rene renee reza rhonda rhys
rick rico riley rita robin rocco rodrigo rohan roman romeo rosa rosalie rosario rose ross rowan roy ruben ruby rupert ruth ryan sabina sabine sabrina said
salim sally salma samir samira sana sandeep sanjay sarita saul savannah scott selena selma serena sergei seth shane shannon shari shauna shelby sheldon
shelley sherri sherry sierra silas silvia simon simona simone sonia sonja sonya soren stacey stella summer sunil sven tamsin tanya tara tariq tatiana taylor
ted thea theo tia tiffany tina todd toni travis trent trevor trina troy ulla uma umar una ursula val vera vicente vijay vikram violet vito wade wanda warren
wayne wendy willa willow xavier yan yara yasmin yasmine yuri yves yvette zainab zane zara zelda zeynep zoe zoran
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


NICKNAMES: Mapping[str, frozenset[str]] = rooted((words[0], short) for words in FORMS for short in words)
GIVEN_NAMES = frozenset(_NAMES.split()) | frozenset(word for words in (*FORMS, *_entries(_SPELLINGS)) for word in words)
