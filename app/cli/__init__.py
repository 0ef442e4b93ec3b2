"""The command line `tolqyn`: exit 0 done, 1 refused with a sentence, 2 wrong usage."""
