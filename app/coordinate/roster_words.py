"""The names of roster columns and the words in them, in three languages and the study's own."""

from collections.abc import Mapping, Sequence


def folded(text: str) -> str:
    """Write a name so that case, spaces and underscores make no difference."""
    return " ".join(text.replace("_", " ").replace("-", " ").split()).casefold()


def _table(words: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    return {folded(name): meaning for meaning, names in words.items() for name in names}


COLUMNS = _table(
    {
        "participant": ("code", "participant_id", "код", "коды", "қатысушы коды", "код участника"),
        "pupil": ("pupil_id", "pupil code", "student_id", "оқушы коды", "код ученика"),
        "teacher": (
            "teacher_id",
            "teacher",
            "teacher code",
            "мұғалім",
            "мұғалім коды",
            "учитель",
            "код учителя",
        ),
        "role": ("role", "рөл", "рөлі", "роль"),
        "school": ("school", "school_id", "school code", "мектеп", "мектеп коды", "школа"),
        "class": ("class", "class_id", "сынып", "сыныбы", "класс"),
        "language": ("language", "тіл", "тілі", "язык"),
        "name": (
            "name",
            "full name",
            "аты-жөні",
            "аты жөні",
            "тегі, аты",
            "фио",
            "ф.и.о.",
            "фамилия имя отчество",
        ),
        "phone": ("phone", "phone number", "телефон", "телефоны", "whatsapp"),
        "email": ("email", "e-mail", "пошта", "электрондық пошта", "почта", "электронная почта"),
    }
)
SCHOOL_COLUMNS = _table(
    {
        "code": (
            "school_id",
            "school",
            "school code",
            "code",
            "мектеп",
            "мектеп коды",
            "коды",
            "школа",
            "код школы",
            "код",
        ),
        "name": ("name", "school name", "атауы", "аты", "название", "наименование"),
    }
)
PLAN_COLUMNS = _table(
    {
        "wave": ("wave", "толқын", "волна"),
        "teacher": (
            "teacher_id",
            "teacher",
            "code",
            "мұғалім",
            "мұғалім коды",
            "учитель",
            "код учителя",
        ),
        "instrument": ("instrument", "instrument_id", "құрал", "инструмент"),
        "observer": ("observer", "observer_id", "observer_1", "бақылаушы", "наблюдатель"),
        "second": (
            "second_observer",
            "second",
            "observer_2",
            "екінші бақылаушы",
            "второй наблюдатель",
        ),
        "day": ("day", "date", "planned_for", "күні", "дата", "день"),
        "hour": ("hour", "time", "starts_at", "сағаты", "уақыты", "час", "время"),
    }
)
ROLES = _table(
    {
        "teacher": ("teacher", "мұғалім", "учитель", "педагог"),
        "pupil": ("pupil", "student", "оқушы", "ученик", "ученица"),
    }
)
TONGUES = _table(
    {
        "kk": ("kk", "kaz", "kazakh", "қазақ", "қазақша", "қазақ тілі", "казахский"),
        "ru": ("ru", "rus", "russian", "орыс", "орысша", "орыс тілі", "русский"),
        "en": ("en", "eng", "english", "ағылшын", "ағылшынша", "английский"),
    }
)
CONTACTS = ("name", "phone", "email")
PERSONAL = frozenset(
    map(
        folded,
        (
            "surname",
            "first name",
            "last name",
            "patronymic",
            "birth date",
            "date of birth",
            "address",
            "тегі",
            "аты",
            "әкесінің аты",
            "туған күні",
            "мекенжайы",
            "фамилия",
            "имя",
            "отчество",
            "дата рождения",
            "адрес",
        ),
    )
)
"""Columns that would tell who somebody is: no attribute of an analysis."""
