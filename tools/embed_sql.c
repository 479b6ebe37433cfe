/* Replaced by the catalogue builder. */
int main(void) {
    return 0;
}
