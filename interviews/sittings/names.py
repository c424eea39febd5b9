"""Code names: what a marker calls somebody whose name they must not know. Free of Django."""

from interviews.questions.chance import Chance

COLOURS = (
    "Amber Ash Azure Beech Bronze Cedar Cobalt Copper Coral Crimson Dune Ebony Elm Fern Flint Frost Granite Hazel Indigo Iron Ivory "
    "Jade Larch Lemon Lilac Linen Maple Mint Moss Oak Ochre Olive Onyx Opal Pearl Pine Quartz Rose Rowan Ruby Rust Saffron Sage "
    "Sand Scarlet Silver Slate Teak Teal Umber Violet Walnut Willow Yew"
).split()
ANIMALS = (
    "Adder Badger Bittern Bream Buzzard Crane Curlew Dipper Dormouse Dunlin Eider Falcon Finch Gannet Grebe Grouse Hare Heron Hobby "
    "Ibex Jackdaw Kestrel Kite Lapwing Linnet Lynx Marten Merlin Mole Newt Osprey Otter Owl Petrel Pike Pipit Plover Puffin Quail "
    "Raven Robin Rook Sparrow Starling Stoat Stork Swift Tern Thrush Trout Vole Wagtail Warbler Weasel Wren"
).split()


def code_name(seed: int) -> str:
    """Return a name that tells nothing of whom it names; three million of them, so that two rarely meet."""
    chance = Chance(f"code name {seed}")
    return f"{chance.one_of(COLOURS)} {chance.one_of(ANIMALS)} {chance.below(1000):03d}"
