"""Which given names are most often a woman's or a man's: a hint for casting when a text says nothing else.

What belongs here: the lists. What does not: weighing them against what the text says (`casting.py`).
"""

import unicodedata


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


FEMALE = _names(
    """
    abigail ada adele agatha agnes aisha alice alma amara amelia amina amy ana anastasia andrea angela anita
    anna anne annie aoife astrid audrey aurora ava bea beatrice bella beth betty bianca bridget brigid camila
    carmen carol caroline catherine cathy cecilia celia charlotte chiara chloe claire clara colette cora daisy
    dana daphne debbie delia diana dolores dora dorothy edith eileen elaine eleanor elena elise eliza elizabeth
    ella ellen elsa elsie emily emma erica esme esther eva eve evelyn fatima faye fiona flora florence frances
    freya frida gabriela gemma georgia gertrude gina giulia gloria grace greta gwen hana hannah harriet hazel
    heather heidi helen helena hilda holly ida imani imogen ines ingrid irene iris isabel isabella isla ivy jane
    janet jasmine jean jenna jennifer jenny jess jessica jill joan joanna josephine joy joyce judith judy julia
    julie juliet june kate katherine kathleen katie kim kira lara laura lauren leah leila lena leona leila lila
    lily linda lisa liv livia lola lorna louise lucia lucy luna lydia mabel maddie madeleine maeve magda maggie
    maia marcela margaret margot maria marie marina marta martha mary matilda maude maya mei meg megan mercy mia
    michelle mila mildred millie mina mira miranda miriam molly mona monica nadia nancy naomi natalie natasha
    nell nellie nia niamh nina noor nora norma odette olga olive olivia ophelia paige pam pamela pat patricia
    paula pearl penelope penny petra phoebe polly priya rachel ramona rebecca renee rita roberta rosa rosalind
    rose rosie ruby ruth sabrina sadie sally samira sandra sara sarah saskia scarlett selma serena shirley
    sienna sigrid siobhan sofia sonia sophia sophie stella sue susan susie svetlana sylvia tamara tanya tara
    tess tessa thea theresa tilda tina ursula valentina valerie vanessa vera veronica victoria viola violet
    virginia vivian wanda wendy wilma winifred yasmin yuki yvonne zainab zara zelda zoe zora aiko akiko chioma
    sakura ngozi xiu ling lakshmi
    ilse asa elin anya agnieszka amalia annika antonia ayesha barbara beatriz birgit britta carla carlotta
    cleo consuelo della doris enid erin ethel felicity francesca giovanna guadalupe hanneke henrietta
    hildegard inga inge johanna jolene joni karin katarina keiko kirsten klara layla leonora liesl linnea
    lina lotte lucinda luisa mae mariam mariana matilde melissa mercedes nadine nicole oksana pauline pia
    rhea roisin rosalie sabine shreya simone siri solveig susanna susanne suzanne tabitha tatiana teresa
    thelma ulla uma valeria wilhelmina xenia yara yolanda yumi zadie zuri amaya
    camille fay mara marian maud
    """
)

MALE = _names(
    """
    aaron abdul abe abel adam adrian ahmed aidan alan albert alec alejandro alexander alfie alfred ali allan
    amir andre andrew andy angus antoine anton antonio archie arjun arnold arthur arturo ben benjamin bernard
    bill billy bob bobby boris brad brandon brendan brian bruce bruno caleb callum carl carlos cedric charles
    charlie chester christopher clarence claude clive colin conor craig cyril damian dan daniel danny darius
    dave david dean dennis derek desmond diego dieter dmitri dom dominic donald douglas duncan dylan earl ed
    eddie edgar edmund eduardo edward edwin eli elias elijah emeka emil emmanuel enrique eric ernest ethan
    eugene evan ezra felipe felix fergus fernando finn floyd francis francisco frank franz fred frederick
    gabriel gareth gary gavin geoff geoffrey george gerald giles giovanni glen gordon graham grant greg gregory
    gus guy hamish hank hans harold harry harvey hassan hector henrik henry herbert herman hiroshi horace howard
    hugh hugo ian ibrahim igor isaac ismail ivan jack jackson jacob jake james jamal jan jason javier jed jeff
    jeremy jerome jerry jim jimmy joao joe joel johan johann john johnny jonah jonas jonathan jorge jose joseph
    joshua juan julian julio kai karl keith ken kenji kenneth kevin kofi kurt kwame kyle lars laurence leo leon
    leonard leroy lewis liam lionel lloyd logan lorenzo louis luca lucas luigi luis luke magnus malcolm manuel
    marco marcus mario mark martin marvin mateo matt matthew max maurice melvin michael miguel mike milo mohamed
    morris moses nathan neil nelson niall nicholas nick nico nigel nikolai noah noel norman oleg oliver olaf
    omar oscar oswald otto owen pablo paddy patrick paul pedro percy peter phil philip pierre rafael raj ralph
    ramon raul ray raymond reggie rene rex ricardo richard rick rob robert roberto robin rodrigo roger roland
    ron ronald rory ross roy rudolf rupert russell ryan salim sam samir samuel santiago scott sean sebastian
    sergei seth sid simon stan stanley stefan stephen steve steven stuart sven takeshi tariq ted terence terry
    theo theodore thomas tim timothy toby tobias todd tom tomas tommy tony travis trevor tyler uri vernon victor
    vikram vincent vlad vladimir wallace walter warren wayne werner wilbur wilfred will william winston wolfgang
    yusuf zach zachary chidi haruto okoro ravi rashid wei
    jurgen klaus anders axel bart basil benedict bjorn caspar cecil colm conrad cyrus damien dariusz declan
    dirk eamon elliot elliott emilio ferdinand fritz gerhard gilbert goran gregor gunther guillermo gustav
    gwilym heinrich helmut homer ignacio ingmar ismael jasper jens jethro joachim joaquin jochen josef jules
    kaspar kristoffer lachlan laszlo leif leopold lorcan ludwig luka lukas manfred matthias mats mikhail
    mordecai ned nils oberon olof oskar pavel piet quentin rasmus raoul reginald reuben rowan rufus saul
    silas stefano stellan tadeusz timur tristan ulrich umberto vaclav viktor virgil vito wes wim yannis
    yosef zoltan abraham alex arlo barney chris harris hiro lawrence len miles teddy
    """
)


def likely_sex(name: str) -> str | None:
    """ "female", "male" or None for a full name; decided by its first word that is a known given name."""
    for word in name.lower().split():
        if word in FEMALE and word not in MALE:
            return "female"
        if word in MALE and word not in FEMALE:
            return "male"
    return None


def woman_or_man(name: str) -> str | None:
    """ "woman", "man" or None, as the words for people have it; accents are no matter."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return {"female": "woman", "male": "man", None: None}[likely_sex(plain)]
